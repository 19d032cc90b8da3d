"""Identities of the US FOIA annual report."""

from extractor.schemas.rule import Rule

RULES: tuple[Rule, ...] = ()
