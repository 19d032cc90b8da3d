"""What tokens of models cost, as the user states it. An unknown price is no price, never 0."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extractor.errors import ConfigurationError

_MILLION = 1_000_000
BATCH_SHARE = Decimal("0.5")
"""Of the price, what a request costs that is answered in a batch: what the makers of such endpoints ask."""
PriceOfMillion = Annotated[Decimal, Field(ge=0, allow_inf_nan=False)]


class Price(BaseModel):
    """What a million tokens cost: those of the request, and those of the reply (thoughts among them)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    currency: Annotated[str, Field(min_length=1, max_length=12)]
    price_in: PriceOfMillion
    price_out: PriceOfMillion

    def of(self, tokens_in: int, tokens_out: int) -> Decimal:
        """The money for so many tokens, exactly."""
        return (self.price_in * tokens_in + self.price_out * tokens_out) / _MILLION

    @property
    def batched(self) -> "Price":
        """The price of the same tokens in a batch."""
        return Price(
            currency=self.currency, price_in=self.price_in * BATCH_SHARE, price_out=self.price_out * BATCH_SHARE
        )

    def __str__(self) -> str:
        return f"{self.price_in:f} in, {self.price_out:f} out, {self.currency} a million tokens"


class _PriceLine(BaseModel):
    """Prices of one model as they stand in a file."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    price_in: Annotated[PriceOfMillion, Field(alias="in")]
    price_out: Annotated[PriceOfMillion, Field(alias="out")]


class _PriceFile(BaseModel):
    """A file of prices."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    currency: str
    models: dict[str, _PriceLine]


def load_prices(path: Path) -> Mapping[str, Price]:
    """Prices by model from a TOML file; docs/evals.md describes it. ConfigurationError says what is wrong with it."""
    try:
        data = tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)
        file = _PriceFile.model_validate(data)
        return {
            name: Price(currency=file.currency, price_in=line.price_in, price_out=line.price_out)
            for name, line in file.models.items()
        }
    except OSError as error:
        raise ConfigurationError(f"the prices in {path} cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} is no TOML file: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise ConfigurationError(f"the prices in {path} are wrong at {where or 'the top'}: {first['msg']}") from None


def stated_price(price_in: str | None, price_out: str | None, currency: str | None) -> Price | None:
    """The price that was typed; None where none was. ConfigurationError unless all three were, and are what they are.

    They are text so that no price passes through a float.
    """
    if price_in is None and price_out is None and currency is None:
        return None
    if price_in is None or price_out is None or currency is None:
        raise ConfigurationError("a price is --price-in, --price-out (for a million tokens) and --currency together")
    try:
        return Price.model_validate({"currency": currency, "price_in": price_in, "price_out": price_out})
    except ValidationError as error:
        first = error.errors()[0]
        option = str(first["loc"][0]).replace("_", "-")
        raise ConfigurationError(f"--{option}: {first['msg']}") from None
