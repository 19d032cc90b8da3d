import pytest

from extractor.readers.label_index import LabelIndex
from extractor.readers.label_scale import SCALE
from extractor.readers.labels import LabelBook, fold_label
from extractor.schemas.form import Label


def score(printed: str, *texts: str, recognised: bool = False) -> float:
    return LabelBook({"舊": "旧"}, recognised).score(printed, Label(texts))


def test_width_spaces_and_punctuation_do_not_count() -> None:
    assert score("（一） 旧 书，旧报", "(一)旧书、旧报") == 100


def test_accents_do_not_count() -> None:
    assert score("V.À. RÉQUESTS", "V.A. Requests") == 100
    assert score("がぎ", "かき") == 0


def test_a_sign_of_another_script_is_the_same_sign() -> None:
    assert score("舊书", "旧书") == 100


def test_guidance_in_brackets_is_left_out() -> None:
    assert score("Loads carried (see note 3)", "Loads carried") >= 95


def test_another_ordinal_makes_it_another_label() -> None:
    assert score("1. Returned goods", "3. Returned goods") < SCALE.accepted
    assert score("3. Returned goods", "3. Returned goods") == 100


def test_a_label_without_its_ordinal_is_still_found() -> None:
    assert score("Returned goods", "3. Returned goods") >= SCALE.accepted


def test_an_ordinal_without_its_mark_is_the_ordinal() -> None:
    assert score("3 Returned goods", "3. Returned goods") == 100
    assert score("2 旧书与旧报", "2.旧书与旧报") == 100
    assert score("2 旧书与旧报", "旧书与旧报") < SCALE.sure


def test_a_short_label_matches_only_to_the_letter() -> None:
    assert score("旧收", "旧书") == 0
    assert score("旧书", "旧书") == 100


def test_a_letter_is_misread_in_a_picture_and_only_misspelt_where_it_is_stored() -> None:
    printed, label = "Number of reqvests received", "Number of requests received"
    assert score(printed, label, recognised=True) >= SCALE.sure_recognised
    assert SCALE.accepted <= score(printed, label) < SCALE.sure


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("Non-taxable income", "Taxable income"),
        ("Untaxable income", "Taxable income"),
        ("Female employees", "Male employees"),
        ("Non-current assets", "Current assets"),
        ("Residents aged 65 and over", "Residents aged 60 and over"),
        ("Residents aged under 60 and over", "Residents aged 60 and over"),
        ("Fiscal Year 2020", "Fiscal Year 2019"),
        ("Fiscal Years 2010", "Fiscal Year 2019"),
        (
            "Number of Requests Pending as of End of Fiscal Year",
            "Number of Requests Pending as of Start of Fiscal Year",
        ),
        ("Number of Requests Not Processed in Fiscal Year", "Number of Requests Processed in Fiscal Year"),
        ("Unregistered members", "Registered members"),
        ("Gross result", "Net result"),
        ("Einnahmen ohne Steuern", "Einnahmen mit Steuern"),
        ("Nicht steuerbare Umsätze", "Steuerbare Umsatzerlöse"),
        ("Recettes non imposables", "Recettes imposables"),
        ("Доходы прошлого года", "Доходы этого года"),
        ("2020年入库数量", "2019年入库数量"),
        ("保护第二方合法权益", "保护第三方合法权益"),
        ("属于四类内部事务信息", "属于三类内部事务信息"),
        ("工业企业", "商业企业"),
        ("行政认可", "行政许可"),
        ("현재 자산", "유동 자산"),
    ],
)
@pytest.mark.parametrize("recognised", [False, True])
def test_another_word_or_number_makes_it_another_label(printed: str, label: str, recognised: bool) -> None:
    assert score(printed, label, recognised=recognised) < SCALE.accepted


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("Taxable income from abroad", "Taxable income"),
        ("Former registered members", "Registered members"),
        ("Non taxable income", "Taxable income"),
        ("Net result before tax", "Net result"),
        ("非行政许可", "行政许可"),
        ("行政许可撤销", "行政许可"),
        ("本月新收政府信息公开申请数量", "本年新收政府信息公开申请数量"),
        ("结转上年度继续办理", "结转下年度继续办理"),
        ("Ticket scales", "Ticket sales"),
        ("Tota1 0f all blanks", "Total of all blanks"),
        ("Ta#able inc?me", "Taxable income"),
        ("本年新□政府信息公开申请数■", "本年新收政府信息公开申请数量"),
    ],
)
def test_what_is_more_or_misspelt_may_be_the_label_and_never_for_certain(printed: str, label: str) -> None:
    assert SCALE.accepted <= score(printed, label) < SCALE.sure


def test_a_whole_character_too_many_in_a_picture_is_no_misreading() -> None:
    printed, label = "不属于行政查询事项的", "属于行政查询事项的"
    assert score(printed, label, recognised=True) < SCALE.sure_recognised


def test_a_note_in_brackets_is_no_word_of_the_label() -> None:
    assert score("Ticket sales [3]", "Ticket sales") >= SCALE.sure
    assert score("Ticket sales (note 3)", "Ticket sales") >= SCALE.sure
    assert score("Ticket sales in 12 weeks", "Ticket sales") < SCALE.sure


def test_lost_spaces_and_broken_words_are_no_other_words() -> None:
    assert score("NumberofRequests Re-\nceived", "Number of Requests Received") == 100


def test_other_words_are_no_match() -> None:
    assert score("Number of requests received", "Number of appeals pending at the end") == 0


def test_any_of_the_spellings_will_do() -> None:
    assert score("Stock at hand", "Inventory", "Stock at hand") == 100


def test_a_heading_cut_off_by_its_column_is_a_prefix() -> None:
    book = LabelBook({})
    assert book.is_prefix("Number of Requ", Label(("Number of Requests Received",)))
    assert not book.is_prefix("Numbers", Label(("Number of Requests Received",)))


# What the picture of a text may say as well.

MISREAD = {"旧末收": ("旧未收", "旧木收"), "旧收": ("旧书",), "Plums so1d": ("Plums sold",)}


def misread(printed: str, *texts: str) -> float:
    return LabelBook({}, True, otherwise=MISREAD).score(printed, Label(texts))


def test_a_short_label_whose_picture_may_say_it_to_the_letter_was_misread() -> None:
    assert misread("旧末收", "旧未收") == SCALE.sure_recognised
    assert misread("旧收", "旧书") == SCALE.sure_recognised
    assert LabelBook({}, True, otherwise=MISREAD).is_sure("旧末收", Label(("旧未收",)))


def test_what_a_picture_may_say_has_to_be_the_label_to_the_letter() -> None:
    assert misread("旧末收", "旧来收") == 0
    assert misread("旧末收", "旧未收与旧报") == 0


def test_a_text_that_is_a_label_is_no_other_one_whatever_else_its_picture_may_say() -> None:
    labels = {each.texts: each for each in (Label(("旧收",)), Label(("旧书",)))}
    folded = {texts: tuple(fold_label(text, {}) for text in texts) for texts in labels}
    book = LabelBook({}, True, LabelIndex(folded), otherwise=MISREAD)
    assert book.score("旧收", labels[("旧收",)]) == 100
    assert book.score("旧收", labels[("旧书",)]) == 0


def test_a_picture_that_may_say_one_label_or_another_says_neither() -> None:
    labels = [Label(("旧书",)), Label(("旧报",))]
    folded = {label.texts: tuple(fold_label(text, {}) for text in label.texts) for label in labels}
    book = LabelBook({}, True, LabelIndex(folded), otherwise={"旧收": ("旧书", "旧报"), "旧木": ("旧书", "旧 书")})
    assert [book.score("旧收", label) for label in labels] == [0, 0]
    assert [book.score("旧木", label) for label in labels] == [SCALE.sure_recognised, 0]
