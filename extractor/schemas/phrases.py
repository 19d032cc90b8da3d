"""The connecting words of rules, so that a rule reads in the language of the form's labels from end to end.

English stands here; other languages are sections of ``phrases.toml``. A schema in a language that has no section
brings its own words (``Schema.phrases``); what nobody says in that language is said in English.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from extractor.errors import SchemaError

Section: TypeAlias = Mapping[str, str | Mapping[str, str]]
"""Words by name, as a section of the file holds them; ``documents`` holds the names of other documents."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """Words with gaps. ``documents`` are what other documents of the same body are called, by the name in ``needs``."""

    if_then: str = "if {condition}, then {check}"
    one_of: str = "{field} is {options}"
    or_: str = " or "
    quoted: str = "“{text}”"
    one_check: str = "1 check"
    checks: str = "{count} checks"
    needs: str = "with {document}"
    blanks: str = "a part without a value adds nothing"
    note: str = "({notes})"
    holds_for: str = "for {places}"
    between: str = "; "
    list_rows: str = "#1, #2 stand for the rows of a list, however many there are."
    documents: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def document(self, name: str) -> str:
        """Another document of the same body: ``previous_year`` is the previous year."""
        return self.documents.get(name, f"the {name.replace('_', ' ')}")

    def options(self, texts: tuple[str, ...]) -> str:
        """A few texts of which one is meant."""
        return self.or_.join(self.quoted.format(text=text) for text in texts)

    def count(self, checks: int) -> str:
        """How many checks a rule makes."""
        return self.one_check if checks == 1 else self.checks.format(count=checks)

    def with_words(self, words: Section) -> "Phrases":
        """The same phrases with some of them said otherwise. SchemaError for a name that is none."""
        known = {each.name.rstrip("_"): each.name for each in fields(self)}
        unknown = sorted(set(words) - set(known))
        if unknown:
            raise SchemaError(f"rules have no phrase {', '.join(unknown)}; they have: {', '.join(sorted(known))}")
        return replace(self, **{known[name]: said for name, said in words.items()})  # type: ignore[arg-type]  # as written


ENGLISH = Phrases()
"""What is said where a language has no words of its own."""


@cache
def phrases_in(language: str) -> Phrases:
    """The phrases of a language by its tag: its own section, that of the tag without its last parts, or English."""
    sections = tomllib.loads(Path(__file__).with_name("phrases.toml").read_text("utf-8"))
    by_tag = {tag.lower(): section for tag, section in sections.items()}
    parts = language.lower().replace("_", "-").split("-")
    for length in range(len(parts), 0, -1):
        section = by_tag.get("-".join(parts[:length]))
        if section is not None:
            return ENGLISH.with_words(section)
    return ENGLISH
