"""The characters of the form's labels that another script writes otherwise."""

_TRADITIONAL = "規製發廢現業務數許處決罰強額單萬來轉組織總計構機關條規範變辦結予開屬國祕密項權護執檔請訴訟維糾審結繼續詢沒內類過證頻給復議個於與為報"
_SIMPLIFIED = "规制发废现业务数许处决罚强额单万来转组织总计构机关条规范变办结予开属国秘密项权护执档请诉讼维纠审结继续询没内类过证频给复议个于与为报"
_MORE = {"採": "采", "購": "购", "費": "费", "獲": "获", "並": "并", "務": "务", "應": "应", "補": "补", "正": "正", "復": "复",
         "營": "营", "團": "团", "會": "会", "師": "师", "無": "无", "減": "减", "對": "对", "管": "管", "項": "项", "徵": "征",
         "經": "经", "終": "终", "確": "确", "認": "认", "當": "当", "複": "复", "實": "实", "產": "产", "擴": "扩", "佈": "布",
         "危": "危", "穩": "稳", "試": "试", "動": "动", "檢": "检", "據": "据", "訪": "访", "舉": "举", "訴": "诉", "納": "纳",
         "繳": "缴", "補": "补", "態": "态", "時": "时", "屆": "届", "監": "监", "設": "设", "關": "关", "聯": "联", "號": "号"}

TRADITIONAL = {
    **{old: new for old, new in zip(_TRADITIONAL, _SIMPLIFIED, strict=True) if old != new},
    **{old: new for old, new in _MORE.items() if old != new},
}
"""Traditional characters as simplified ones, for label matching only; values and quotes stay as printed."""
