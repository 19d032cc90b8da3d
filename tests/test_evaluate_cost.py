"""Money: tokens at prices the user states, exactly; what is not known is not shown."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from extractor.errors import ConfigurationError
from extractor.evaluate import CaseScore
from extractor.evaluate.baseline import load_baseline
from extractor.evaluate.cost import Cost
from extractor.evaluate.tally import ReaderScore
from extractor.readers.llm.price import Price, load_prices, stated_price
from extractor.readers.llm.rehearsed_endpoint import Rehearsal
from tests.eval_line import case as small
from tests.eval_line import write_set
from tests.typed_commands import Answer, extractor

pytestmark = pytest.mark.slow

PRICE = Price(currency="EUR", price_in=Decimal("0.15"), price_out=Decimal("0.6"))


def case(**tokens: tuple[int, int]) -> CaseScore:
    """A case its readers counted these tokens for."""
    readers = tuple(
        ReaderScore(reader=name, fields=1, wrong=0, missed=0, invented=0, tokens_in=n, tokens_out=m)
        for name, (n, m) in tokens.items()
    )
    return CaseScore(
        case="a", style="tsv", damages=(), expect=("accept",), outcome="accept", fields=1, right=1, mistakes=(),
        to_review=0, states_wrong=0, printed_numbers=0, accounted=0, cpu_seconds=0.0, readers=readers,
    )  # fmt: skip


def test_money_is_tokens_times_prices_without_a_float() -> None:
    cost = Cost.of([case(layout=(0, 0), llm=(1_000_000, 1)), case(layout=(0, 0), llm=(3, 0))], {"llm": PRICE})
    assert cost is not None
    assert cost.amount == Decimal("0.15000105")
    assert (cost.documents, cost.uncounted) == (2, 0)
    assert str(cost) == "0.1500 EUR, 0.075001 a document (0.15 in, 0.6 out, EUR a million tokens)"


def test_money_is_unknown_and_not_zero_where_no_tokens_were_counted() -> None:
    assert Cost.of([case(layout=(0, 0)), case(llm=(0, 0))], {"llm": PRICE, "layout": PRICE}) is None


def test_documents_whose_tokens_are_not_known_are_named_beside_the_money() -> None:
    cost = Cost.of([case(llm=(10, 2)), case(llm=(0, 0)), case(layout=(0, 0))], {"llm": PRICE})
    assert cost is not None
    assert (cost.documents, cost.uncounted) == (1, 1)
    assert "tokens of 1 more documents are not known" in str(cost)


def test_money_is_unknown_where_one_of_two_readers_has_no_price_or_another_currency() -> None:
    cases = [case(one=(10, 2), two=(5, 5))]
    assert Cost.of(cases, {"one": PRICE}) is None
    assert Cost.of(cases, {"one": PRICE, "two": PRICE.model_copy(update={"currency": "USD"})}) is None
    both = Cost.of(cases, {"one": PRICE, "two": PRICE})
    assert both is not None
    assert both.amount == PRICE.of(15, 7)


def test_a_price_that_is_typed_is_typed_whole() -> None:
    assert stated_price(None, None, None) is None
    assert stated_price("0.15", "0.6", "EUR") == PRICE
    for words in (("1", None, "EUR"), ("1", "2", None), (None, "2", "EUR")):
        with pytest.raises(ConfigurationError, match="together"):
            stated_price(*words)


@pytest.mark.parametrize("typed", ["dear", "-1", "NaN", "Infinity"])
def test_a_price_that_is_no_amount_is_refused_by_its_option(typed: str) -> None:
    with pytest.raises(ConfigurationError, match="--price-out"):
        stated_price("1", typed, "EUR")


def test_a_file_holds_prices_by_model(tmp_path: Path) -> None:
    file = tmp_path / "prices.toml"
    file.write_text('currency = "EUR"\n[models."some/model"]\nin = 0.15\nout = 0.6\n', "utf-8")
    assert load_prices(file) == {"some/model": PRICE}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("currency = ", "no TOML"),
        ("[models]\n", "currency"),
        ('currency = "EUR"\n[models.a]\nin = 1\n', "models.a.out"),
        ('currency = "EUR"\n[models.a]\nin = 1\nout = -2\n', "models.a.out"),
        ('currency = "EUR"\n[models.a]\nin = 1\nout = 2\ncached = 3\n', "models.a.cached"),
        ('currency = ""\n[models.a]\nin = 1\nout = 2\n', "currency"),
    ],
)
def test_a_file_of_prices_that_is_wrong_says_where(tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "prices.toml"
    file.write_text(content, "utf-8")
    with pytest.raises(ConfigurationError, match=said):
        load_prices(file)


def test_a_file_of_prices_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load_prices(tmp_path / "none.toml")


def evaluate(folder: Path, *words: str) -> Answer:
    return extractor(folder, "eval", "own", *words, EXTRACTOR_CACHE_DIR=str(folder / "cache"))


def test_a_run_shows_money_in_table_report_json_and_baseline_only_where_a_price_is_known(tmp_path: Path) -> None:
    write_set(tmp_path / "own", [small("plain", 1, "tsv")])
    (tmp_path / "prices.toml").write_text('currency = "EUR"\n[models.another]\nin = 1\nout = 2\n', "utf-8")
    with Rehearsal() as stage:
        model = ("--base-url", stage.endpoint.base_url, "--model", stage.endpoint.model)
        price = ("--price-in", "100", "--price-out", "300", "--currency", "EUR", "--save-baseline", "kept.json")
        shown = evaluate(tmp_path, *model, *price, "--report", "page.html")
        written = evaluate(tmp_path, *model, *price, "--json")
        unknown = evaluate(tmp_path, *model, "--prices", "prices.toml")
    assert written.code == 0, written.err
    found = json.loads(written.out)
    amount = (found["total"]["tokens_in"] * 100 + found["total"]["tokens_out"] * 300) / 1_000_000
    assert float(found["cost"]["amount"]) == pytest.approx(amount) != 0
    assert f"{amount:.4f} EUR" in shown.out
    assert f"{amount:.4f} EUR" in (tmp_path / "page.html").read_text("utf-8")
    kept = load_baseline(tmp_path / "kept.json").provenance.price
    assert kept == Price(currency="EUR", price_in=Decimal(100), price_out=Decimal(300))
    assert "money" not in unknown.out
    assert f"prices.toml has no price for {stage.endpoint.model}" in unknown.err


def test_half_a_price_is_wrong_usage(tmp_path: Path) -> None:
    write_set(tmp_path / "own", [small("plain", 1, "tsv")])
    answer = evaluate(tmp_path, "--readers", "layout", "--price-in", "1")
    assert (answer.code, "--currency" in answer.err) == (3, True)
