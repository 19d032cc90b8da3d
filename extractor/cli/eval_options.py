"""What is typed after ``extractor eval``, whatever kind of set it names."""

from dataclasses import dataclass
from pathlib import Path

from extractor.cli.screen import talk
from extractor.readers.llm.price import Price, load_prices, stated_price


@dataclass(frozen=True, slots=True)
class EvalOptions:
    """What was typed besides the set and the settings of the readers."""

    limit: int | None = None
    baseline: Path | None = None
    gate: bool = False
    save_baseline: Path | None = None
    record: Path | None = None
    replies: Path | None = None
    as_json: bool = False
    report: Path | None = None
    prices: Path | None = None
    price_in: str | None = None
    price_out: str | None = None
    currency: str | None = None
    only: str | None = None
    strict_gate: bool = False
    from_review: bool = False
    store: str | None = None
    models: str | None = None
    prompts: str | None = None

    @property
    def patterns(self) -> tuple[str, ...]:
        """What the style, kind or name of a case must fit, as it was typed: with commas between."""
        return tuple(name.strip() for name in (self.only or "").split(",") if name.strip())

    @property
    def partial(self) -> bool:
        """Whether only some cases are asked for."""
        return self.limit is not None or bool(self.patterns)

    def price(self, model: str) -> Price | None:
        """What the tokens of a model cost: as it was typed, else as the file of prices says; None where nobody said."""
        stated = stated_price(self.price_in, self.price_out, self.currency)
        filed = load_prices(self.prices) if self.prices is not None else {}
        if stated is None and model and self.prices is not None and model not in filed:
            talk().print(f"{self.prices} has no price for {model}: no money is counted", style="yellow")
        return stated or filed.get(model)
