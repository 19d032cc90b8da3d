"""The record of an annual report on government information disclosure and the labels printed on its two forms."""

from decimal import Decimal
from typing import Annotated

from extractor.schemas.language import (
    Amount,
    Cells,
    Claim,
    Claims,
    ColumnLabel,
    Count,
    GroupLabel,
    Record,
    RowLabel,
    Table,
    TableLabel,
    Text,
)
from extractor.schemas.notation import Notation

ORGANISATIONS = ("法人或其他组织",)
RESULTS = "三、本年度办理结果"
DENIED = (RESULTS, "（三）不予公开")
UNABLE = (RESULTS, "（四）无法提供")
NOT_PROCESSED = (RESULTS, "（五）不予处理")
OTHER = (RESULTS, "（六）其他处理")
OTHER_ROWS = ("other_overdue_correction", "other_overdue_fee", "other_other")
ITEM_1, ITEM_5, ITEM_6, ITEM_8, ITEM_9 = (f"第二十条第（{n}）项" for n in "一五六八九")
DECISIONS = ColumnLabel("本年处理决定数量", "处理决定数量")
IN_YUAN = Notation(currency=("¥",))
"""Only where the amount is in yuan: in a column of ten thousands the sign would contradict its unit."""

YUAN = {"元": Decimal(1), "千元": Decimal("1E+3"), "万元": Decimal("1E+4"), "亿元": Decimal("1E+8")}
WAN_YUAN = {"元": Decimal("0.0001"), "千元": Decimal("0.1"), "万元": Decimal(1), "亿元": Decimal("1E+4")}


class Applicants(Cells):
    """One row of table 三: applications by kind of applicant."""

    natural: Annotated[Count, ColumnLabel("自然人")] = None
    commercial: Annotated[Count, ColumnLabel("商业企业", under=ORGANISATIONS)] = None
    research: Annotated[Count, ColumnLabel("科研机构", under=ORGANISATIONS)] = None
    social: Annotated[Count, ColumnLabel("社会公益组织", "社会组织", under=ORGANISATIONS)] = None
    legal: Annotated[Count, ColumnLabel("法律服务机构", under=ORGANISATIONS)] = None
    other: Annotated[Count, ColumnLabel("其他", under=ORGANISATIONS)] = None
    total: Annotated[Count, ColumnLabel("总计", "合计")] = None


class ResultRows(Table):
    """Rows 一 to （五） of table 三, the same on both forms."""

    new_received: Annotated[Applicants, RowLabel("一、本年新收政府信息公开申请数量")] = Applicants()
    carried_over: Annotated[Applicants, RowLabel("二、上年结转政府信息公开申请数量")] = Applicants()
    granted: Annotated[Applicants, RowLabel("（一）予以公开", under=(RESULTS,))] = Applicants()
    partial: Annotated[
        Applicants,
        RowLabel("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "（二）部分公开", under=(RESULTS,)),
    ] = Applicants()
    denied_state_secret: Annotated[Applicants, RowLabel("1.属于国家秘密", under=DENIED)] = Applicants()
    denied_law: Annotated[Applicants, RowLabel("2.其他法律行政法规禁止公开", under=DENIED)] = Applicants()
    denied_safety: Annotated[Applicants, RowLabel("3.危及“三安全一稳定”", under=DENIED)] = Applicants()
    denied_third_party: Annotated[Applicants, RowLabel("4.保护第三方合法权益", under=DENIED)] = Applicants()
    denied_internal: Annotated[Applicants, RowLabel("5.属于三类内部事务信息", under=DENIED)] = Applicants()
    denied_process: Annotated[Applicants, RowLabel("6.属于四类过程性信息", under=DENIED)] = Applicants()
    denied_enforcement: Annotated[Applicants, RowLabel("7.属于行政执法案卷", under=DENIED)] = Applicants()
    denied_query: Annotated[Applicants, RowLabel("8.属于行政查询事项", under=DENIED)] = Applicants()
    unable_not_held: Annotated[Applicants, RowLabel("1.本机关不掌握相关政府信息", under=UNABLE)] = Applicants()
    unable_need_creation: Annotated[Applicants, RowLabel("2.没有现成信息需要另行制作", under=UNABLE)] = Applicants()
    unable_unclear: Annotated[Applicants, RowLabel("3.补正后申请内容仍不明确", under=UNABLE)] = Applicants()
    np_petition: Annotated[Applicants, RowLabel("1.信访举报投诉类申请", under=NOT_PROCESSED)] = Applicants()
    np_repeat: Annotated[Applicants, RowLabel("2.重复申请", under=NOT_PROCESSED)] = Applicants()
    np_publication: Annotated[Applicants, RowLabel("3.要求提供公开出版物", under=NOT_PROCESSED)] = Applicants()
    np_massive: Annotated[Applicants, RowLabel("4.无正当理由大量反复申请", under=NOT_PROCESSED)] = Applicants()
    np_confirm: Annotated[Applicants, RowLabel("5.要求行政机关确认或重新出具已获取信息", under=NOT_PROCESSED)] = (
        Applicants()
    )


class ApplicationsOf2021(ResultRows):
    """Table 三 of the 2021 form: （六）其他处理 has three rows, though some bodies still print one."""

    other_all: Annotated[Applicants, RowLabel("（六）其他处理", under=(RESULTS,), instead_of=OTHER_ROWS)] = Applicants()
    other_overdue_correction: Annotated[
        Applicants,
        RowLabel(
            "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", under=OTHER, instead_of=("other_all",)
        ),
    ] = Applicants()
    other_overdue_fee: Annotated[
        Applicants,
        RowLabel(
            "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
            under=OTHER,
            instead_of=("other_all",),
        ),
    ] = Applicants()
    other_other: Annotated[Applicants, RowLabel("3.其他", under=OTHER, instead_of=("other_all",))] = Applicants()
    total_processed: Annotated[Applicants, RowLabel("（七）总计", under=(RESULTS,))] = Applicants()
    carried_forward: Annotated[Applicants, RowLabel("四、结转下年度继续办理")] = Applicants()


class ApplicationsOf2019(ResultRows):
    """Table 三 of the 2019 form: （六）其他处理 is one row."""

    other_all: Annotated[Applicants, RowLabel("（六）其他处理", under=(RESULTS,))] = Applicants()
    total_processed: Annotated[Applicants, RowLabel("（七）总计", under=(RESULTS,))] = Applicants()
    carried_forward: Annotated[Applicants, RowLabel("四、结转下年度继续办理")] = Applicants()


class Outcomes(Cells):
    """One group of table 四."""

    upheld: Annotated[Count, ColumnLabel("结果维持")] = None
    corrected: Annotated[Count, ColumnLabel("结果纠正")] = None
    other: Annotated[Count, ColumnLabel("其他结果")] = None
    pending: Annotated[Count, ColumnLabel("尚未审结")] = None
    total: Annotated[Count, ColumnLabel("总计", "合计")] = None


class Disputes(Table):
    """Table 四: reviews and lawsuits, fifteen numbers in one row."""

    review: Annotated[Outcomes, GroupLabel("行政复议")] = Outcomes()
    direct: Annotated[Outcomes, GroupLabel("未经复议直接起诉", under=("行政诉讼",))] = Outcomes()
    post: Annotated[Outcomes, GroupLabel("复议后起诉", under=("行政诉讼",))] = Outcomes()


class DocumentsOf2021(Cells):
    """Normative documents made, repealed and in force."""

    issued: Annotated[Count, ColumnLabel("本年制发件数")] = None
    repealed: Annotated[Count, ColumnLabel("本年废止件数")] = None
    in_force: Annotated[Count, ColumnLabel("现行有效件数")] = None


class DocumentsOf2019(Cells):
    """Normative documents made and published."""

    newly_made: Annotated[Count, ColumnLabel("本年新制作数量")] = None
    newly_published: Annotated[Count, ColumnLabel("本年新公开数量")] = None
    total_published: Annotated[Count, ColumnLabel("对外公开总数量")] = None


class Items(Cells):
    """Items of the last year, their change, and decisions made."""

    previous: Annotated[Count, ColumnLabel("上一年项目数量")] = None
    change: Annotated[Count, ColumnLabel("本年增/减", "本年增减", signed=True)] = None
    decisions: Annotated[Count, ColumnLabel("处理决定数量")] = None


class FeeItems(Cells):
    """Fee items of the last year and their change."""

    previous: Annotated[Count, ColumnLabel("上一年项目数量")] = None
    change: Annotated[Count, ColumnLabel("本年增/减", "本年增减", signed=True)] = None


class Procurement(Cells):
    """Central procurement."""

    count: Annotated[Count, ColumnLabel("采购项目数量")] = None
    amount_yuan: Annotated[Amount, ColumnLabel("采购总金额", units=YUAN, notation=IN_YUAN)] = None


class ActiveDisclosureOf2021(Table):
    """Table 二 of the 2021 form."""

    regulations: Annotated[DocumentsOf2021, RowLabel("规章", block=ITEM_1)] = DocumentsOf2021()
    normative: Annotated[DocumentsOf2021, RowLabel("行政规范性文件", "规范性文件", block=ITEM_1)] = DocumentsOf2021()
    licensing: Annotated[Count, RowLabel("行政许可", block=ITEM_5, column=DECISIONS)] = None
    punishment: Annotated[Count, RowLabel("行政处罚", block=ITEM_6, column=DECISIONS)] = None
    coercion: Annotated[Count, RowLabel("行政强制", block=ITEM_6, column=DECISIONS)] = None
    fee_wan_yuan: Annotated[
        Amount,
        RowLabel(
            "行政事业性收费",
            block=ITEM_8,
            column=ColumnLabel("本年收费金额（单位：万元）", "本年收费金额", units=WAN_YUAN),
        ),
    ] = None


class ActiveDisclosureOf2019(Table):
    """Table 二 of the 2019 form."""

    regulations: Annotated[DocumentsOf2019, RowLabel("规章", block=ITEM_1)] = DocumentsOf2019()
    normative: Annotated[DocumentsOf2019, RowLabel("规范性文件", "行政规范性文件", "规范性档案", block=ITEM_1)] = (
        DocumentsOf2019()
    )
    licensing: Annotated[Items, RowLabel("行政许可", block=ITEM_5)] = Items()
    other_management: Annotated[Items, RowLabel("其他对外管理服务事项", block=ITEM_5)] = Items()
    punishment: Annotated[Items, RowLabel("行政处罚", block=ITEM_6)] = Items()
    coercion: Annotated[Items, RowLabel("行政强制", block=ITEM_6)] = Items()
    fee: Annotated[FeeItems, RowLabel("行政事业性收费", block=ITEM_8)] = FeeItems()
    procurement: Annotated[Procurement, RowLabel("政府集中采购", block=ITEM_9)] = Procurement()


COUNTED = r"(?:共计?|数量?为?|总数为?|有)*(?P<value>\d[\d,，]*)[件条宗份起]"


class Narrative(Claims):
    """What section 一 says about the tables. Its scope may differ from theirs: it is checked, never required."""

    received: Annotated[
        Count,
        Claim(
            "收到申请",
            r"(?:收到|受理|新收|接收)的?(?:依申请)?(?:政府)?(?:信息公开|公开|信息)+申请" + COUNTED,
            r"(?:收到|受理|新收|接收)的?依申请(?:政府)?(?:信息)?公开(?:政府)?(?:信息)?" + COUNTED,
        ),
    ] = None
    carried_in: Annotated[
        Count, Claim("上年结转申请", r"上一?年度?结转的?(?:政府)?(?:信息)?(?:公开)?申请" + COUNTED)
    ] = None
    carried_out: Annotated[
        Count, Claim("结转下年度", r"转(?:至|到|入)?下一?年度?(?:继续|办理|答复|处理)*的?(?:申请)?" + COUNTED)
    ] = None
    disclosed: Annotated[
        Count, Claim("予以公开及部分公开", r"予以公开(?:及|和|与|、|或|以及)部分公开(?:的|答复)*" + COUNTED)
    ] = None
    denied: Annotated[Count, Claim("不予公开", r"不予公开(?:的|答复)*" + COUNTED)] = None
    unable: Annotated[Count, Claim("无法提供", r"无法提供(?:的|答复)*" + COUNTED)] = None
    unprocessed: Annotated[Count, Claim("不予处理", r"不予处理(?:的|答复)*" + COUNTED)] = None
    otherwise: Annotated[Count, Claim("其他处理", r"其他处理(?:的|答复)*" + COUNTED)] = None
    review: Annotated[Count, Claim("行政复议", r"行政复议(?:案件|申请)?" + COUNTED)] = None
    litigation: Annotated[Count, Claim("行政诉讼", r"诉讼(?:案件)?" + COUNTED)] = None
    fees_yuan: Annotated[
        Amount, Claim("信息处理费", r"收取(?:政府)?信息(?:公开)?处理费(?:共计)?(?P<value>\d[\d,.]*)元")
    ] = None


BODY = r"(?!镇人民|乡人民|街道办|人民政府|办事处|管理委员会|委员会|本|历年|往年|关于)[一-鿿]{2,40}?"
"""A public body. What begins as the first of these is the second half of a name, or no name."""

BODY_ENDS = r"(?<=[府局委会院办室处署厅部心社队站所校学馆团司区县市镇乡道台园村场厂师州省盟旗组库行])"
OF_YEAR = r"\d{4}[ 　]*年(?:度)?"
TITLE = rf"政府信息公开(?:工作)?\s*年度(?:工作)?报告(?:[ 　]*[（(]?{OF_YEAR}[）)]?)?[ \t　]*$"
PERIOD = r"(?:统计)?(?:时限|期限|周期)\s*(?:为|从|自|是)\s*(?P<value>\d{4})\s*年\s*1\s*月\s*1\s*日"
AGENCY = Claim(
    "报告单位",
    rf"^[ \t　]*(?:{OF_YEAR})?(?P<value>{BODY}){BODY_ENDS}[ 　]*(?:{OF_YEAR})?{TITLE}",
    rf"^[ \t　]*(?P<value>{BODY}){BODY_ENDS}[ \t　]*\n\s*(?:{OF_YEAR})?{TITLE}",
    identity=True,
    lesser=(
        rf"(?:有|若有)?疑问[，,]请与(?P<value>{BODY})联系",
        rf"^[ \t　]*(?P<value>{BODY}){BODY_ENDS}[ \t　]*\n\s*{OF_YEAR}\s*\d{{1,2}}\s*月\s*\d{{1,2}}\s*日[ \t　]*$",
    ),
)
YEAR = Claim(
    "年度",
    rf"^[^\n]{{0,60}}?(?P<value>\d{{4}})[ 　]*年(?:度)?[^\n]{{0,40}}?{TITLE}",
    r"政府信息公开(?:工作)?\s*年度(?:工作)?报告\s*[（(]?(?P<value>\d{4})[ 　]*年(?:度)?[）)]?[ \t　]*$",
    PERIOD,
    identity=True,
    agreeing=(PERIOD,),
)


class Report2021(Record):
    """The form used for the reports for 2021 and later."""

    agency: Annotated[Text, AGENCY] = None
    year: Annotated[Count, YEAR] = None
    form: Text = None
    table2: Annotated[ActiveDisclosureOf2021, TableLabel("二、主动公开政府信息情况")] = ActiveDisclosureOf2021()
    table3: Annotated[ApplicationsOf2021, TableLabel("三、收到和处理政府信息公开申请情况")] = ApplicationsOf2021()
    table4: Annotated[Disputes, TableLabel("四、政府信息公开行政复议、行政诉讼情况")] = Disputes()
    prose: Narrative = Narrative()


class Report2019(Record):
    """The form used for the reports for 2019 and 2020."""

    agency: Annotated[Text, AGENCY] = None
    year: Annotated[Count, YEAR] = None
    form: Text = None
    table2: Annotated[ActiveDisclosureOf2019, TableLabel("二、主动公开政府信息情况")] = ActiveDisclosureOf2019()
    table3: Annotated[ApplicationsOf2019, TableLabel("三、收到和处理政府信息公开申请情况")] = ApplicationsOf2019()
    table4: Annotated[Disputes, TableLabel("四、政府信息公开行政复议、行政诉讼情况")] = Disputes()
    prose: Narrative = Narrative()
