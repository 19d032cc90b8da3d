"""How to ask a model: strategy, rows per call, examples. One table for all models, chosen by measuring.

docs/decisions/009 holds the figures behind the table.
"""

import tomllib
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, ValidationError

from extractor.documents.opening.picture import PictureLimit
from extractor.errors import ConfigurationError
from extractor.readers.llm.own_folder import own_profiles

StrategyName: TypeAlias = Literal["values", "cells", "places"]
"""values: numbers of one printed row after another. cells: ids of the cells of such rows. places: the document itself
is shown, and the model says what stands where."""


SightName = Literal["places", "rows"]
"""places: whole pages with ids in their margins, where it finds the places itself. rows: the rows that the layout
search found, to be copied; the places it finds in the characters that were recognised."""


class ModelProfile(BaseModel):
    """What a family of models can be asked."""

    model_config = ConfigDict(frozen=True)

    name: str
    models: tuple[str, ...]
    """Patterns over the model's name in lower case; the first profile with a match is used."""
    strategy: StrategyName
    rows_per_call: int
    """Most rows in one request."""
    cells_per_row: int
    """Longer rows are asked in pieces of at most this many cells."""
    cells_per_gapped_row: int
    """The same for rows with cells that print no number: small models lose count in runs of blanks."""
    labels: bool
    """Whether the row's label is sent along. Small models copy digits out of it."""
    examples: int
    """How many of the prompt's examples are sent along."""
    context: bool
    """Whether the table's title and its columns are sent along."""
    uneven: bool
    """Whether rows that print more or fewer cells than there are columns are asked at all."""
    spare_tokens: int
    """Room in the answer besides the values, for white space or for thinking aloud."""
    seconds: float
    """Deadline for all requests about one document."""
    room: int = 60_000
    """Most characters of a document in one request of ``places``; a longer one is shown in parts that overlap."""
    sight: SightName = "places"
    """How pages that are pictures are shown with ``places``, if the model sees."""


EMBEDDED = ModelProfile(
    name="small",
    models=("qwen2.5-coder-0.5b*", "qwen2.5-coder-1.5b*", "*-0.5b*", "*-1b*", "*-1.5b*", "*:0.5b*", "*:1b*", "*:1.5b*"),
    strategy="values",
    rows_per_call=1,
    cells_per_row=7,
    cells_per_gapped_row=4,
    labels=False,
    examples=3,
    context=False,
    uneven=False,
    spare_tokens=64,
    seconds=900.0,
)
LARGE = ModelProfile(
    name="large",
    models=("*",),
    strategy="places",
    rows_per_call=12,
    cells_per_row=40,
    cells_per_gapped_row=40,
    labels=True,
    examples=3,
    context=True,
    uneven=True,
    spare_tokens=4096,
    seconds=300.0,
)
PROFILES = (EMBEDDED, LARGE)


def profile_for(model: str) -> ModelProfile:
    """The profile for a model, by its name: of the user's own, else of :data:`PROFILES`, the last of which fits all.

    ConfigurationError where the user's own cannot be used.
    """
    name = model.lower().rpartition("/")[2]
    return next(
        profile
        for profile in (*load_own_profiles(), *PROFILES)
        if any(fnmatchcase(name, pattern) for pattern in profile.models)
    )


def load_own_profiles() -> tuple[ModelProfile, ...]:
    """The profiles in the user's own file, in its order. ConfigurationError says what is wrong with which."""
    path = own_profiles()
    if path is None:
        return ()
    try:
        tables = tomllib.loads(path.read_text("utf-8")).get("profile", [])
        return tuple(_own_profile(dict(table), path) for table in tables)
    except (OSError, ValueError, TypeError) as error:
        raise ConfigurationError(f"the profiles in {path} cannot be used: {error}") from error


def _own_profile(table: dict[str, object], path: Path) -> ModelProfile:
    """One profile; what it leaves out is as in the one that it names with ``like``, large if it names none."""
    name, like = table.get("name"), table.pop("like", LARGE.name)
    base = next((profile for profile in PROFILES if profile.name == like), None)
    unknown = sorted(table.keys() - ModelProfile.model_fields.keys())
    if base is None or unknown or not name or not table.get("models"):
        wrong = f"{unknown[0]} is no setting" if unknown else "it needs name and models"
        wrong = f"like names no profile: {like}" if base is None else wrong
        raise ConfigurationError(f"the profile {name or 'without a name'} in {path} cannot be used: {wrong}")
    try:
        return ModelProfile.model_validate({**base.model_dump(), **table})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise ConfigurationError(f"the profile {name} in {path} cannot be used: {where}: {first['msg']}") from error


class PictureProfile(BaseModel):
    """What pictures a family of models can be shown, and how many rows it is asked for in one of them."""

    model_config = ConfigDict(frozen=True)

    models: tuple[str, ...]
    """Patterns over the model's name in lower case; the first profile with a match is used."""
    side: int
    """Longest side in pixels that the model takes without making the picture smaller."""
    pixels: int
    """Largest area in pixels."""
    dpi: int
    """Finer than this is of no use."""
    legible: int
    """Pixels for an inch below which rows are shown in several pictures rather than in one."""
    rows_per_call: int
    """Most rows in one request."""

    @property
    def limit(self) -> PictureLimit:
        """The limit of a picture."""
        return PictureLimit(self.side, self.pixels, self.dpi)


PICTURES = PictureProfile(models=("*",), side=1568, pixels=1_150_000, dpi=200, legible=130, rows_per_call=12)
"""1568 pixels and 1.15 megapixels are the documented limits of the strictest of the large models; others take more."""
PICTURE_PROFILES = (PICTURES,)


def picture_profile_for(model: str) -> PictureProfile:
    """The profile of pictures for a model, by its name; the last one fits all."""
    name = model.lower().rpartition("/")[2]
    return next(each for each in PICTURE_PROFILES if any(fnmatchcase(name, pattern) for pattern in each.models))
