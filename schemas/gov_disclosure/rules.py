"""Identities of the annual report on government information disclosure."""

from extractor.schemas.rule import Rule

RULES: tuple[Rule, ...] = ()
