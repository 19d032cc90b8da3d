"""A drawn set: invented figures in every language and look, and some documents with a mistake made on purpose."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TypeAlias

from extractor.evaluate.render.open_sheet import SHEET_STYLES, SheetBlock
from specimens.drawn_sets.drawn_case import CONTRADICTS, DrawnRecord, write_case
from specimens.drawn_sets.tongue import TONGUES, Tongue

Spoil: TypeAlias = Callable[[DrawnRecord, Random], None]

SOUND = 24
"""Documents without a mistake: every language comes up in four or five looks."""
SPOILED = 12


@dataclass(frozen=True)
class DrawnSet:
    """``draw`` invents a record for a language, ``lay`` says what is printed (``colon``: behind labels), ``damages``
    spoil it so that a rule fails. ``words``: labels by language."""

    name: str
    words: Mapping[str, Mapping[str, str]]
    draw: Callable[[Tongue, Random], DrawnRecord]
    lay: Callable[[Tongue, DrawnRecord, bool], Sequence[SheetBlock]]
    damages: Mapping[str, Spoil]

    def write(self, folder: Path) -> None:
        """The whole set, over what is there."""
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("drawn-*"):
            old.unlink()
        (folder / "set.toml").write_text(
            f'schema = "{self.name}"\npolicy = "standard"\nreaders = "layout"\ngate = "any_loss"\n', "utf-8"
        )
        for seed in range(SOUND + SPOILED):
            self._write(folder, seed)

    def _write(self, folder: Path, seed: int) -> None:
        rng = Random(f"{self.name}/{seed}")
        code, style = TONGUES[seed % len(TONGUES)], tuple(SHEET_STYLES)[seed % len(SHEET_STYLES)]
        tongue = Tongue(code, self.words[code])
        draft = self.draw(tongue, rng)
        name = f"drawn-{seed:02}-{code}-{style}"
        if seed >= SOUND:
            damage = tuple(self.damages)[(seed - SOUND) % len(self.damages)]
            draft.expect, draft.damages = CONTRADICTS, (damage,)
            self.damages[damage](draft, rng)
            name += f"-{damage}"
        blocks = self.lay(tongue, draft, seed // len(SHEET_STYLES) % 2 == 0)
        write_case(folder, name, blocks, draft, style)
