"""What made a result, in layers: two programs that read a document differently have different fingerprints.

Each layer stands on those before it. Where one is another than it was, it is redone with all that follow, and what came
before it is kept (docs/decisions/014-fingerprints-in-layers.md).
"""

from collections.abc import Mapping, Sequence

from pydantic import BaseModel, ConfigDict

from extractor.policy import Policy
from extractor.run import layers
from extractor.run.layers import KINDS, LayerKind
from extractor.schemas.registry import schema_name_of

FORM_DECIDED_BY: frozenset[LayerKind] = frozenset({"opening", "schema", "recognition", "choice"})
"""The kinds of layers that decide under which form a document is read, if under any."""


class Fingerprint(BaseModel):
    """The marks of the layers that made a result. A layer goes by its kind and, where there is one for every schema, by
    the name of that schema (``schema us_foia``).
    """

    model_config = ConfigDict(frozen=True)

    layers: dict[str, str] = {}

    @classmethod
    def parse(cls, text: str) -> "Fingerprint":
        """The fingerprint that a text holds. One from before there were layers holds none of them."""
        parted = (part.rpartition(":") for part in text.split("; "))
        return cls(layers={layer: mark for layer, _, mark in parted if layer.partition(" ")[0] in KINDS})

    def __str__(self) -> str:
        return "; ".join(f"{layer}:{mark}" for layer, mark in self.layers.items())

    def changes(self, before: "Fingerprint", schema_name: str) -> tuple[str, ...]:
        """The layers that are others than before, in the order of the work, of those that a result under this schema
        depends on; without a schema, of those by which a document fits none.
        """
        now, then = self._concerning(schema_name), before._concerning(schema_name)
        changed = {layer for layer in (*now, *then) if now.get(layer) != then.get(layer)}
        return tuple(sorted(changed, key=lambda layer: (KINDS.index(kind_of(layer)), layer)))

    def _concerning(self, schema_name: str) -> Mapping[str, str]:
        return {layer: mark for layer, mark in self.layers.items() if _concerns(layer, schema_name)}


def kind_of(layer: str) -> LayerKind:
    """The kind of a layer. StopIteration for what is none."""
    return next(kind for kind in KINDS if kind == layer.partition(" ")[0])


def fingerprint_of(
    schemas: Sequence[str], given: bool, readers: Mapping[LayerKind, str], policy: Policy
) -> Fingerprint:
    """The fingerprint of a run over these schemas, each by what it was named by. ``given``: the one schema is given,
    not recognised. ``readers``: those that are asked, with what each depends on besides code and prompts.
    """
    names = {text: schema_name_of(text) for text in schemas}
    found = {"opening": layers.opening_mark()}
    found |= {f"schema {name}": layers.schema_mark(text) for text, name in names.items()}
    found |= {"recognition": layers.recognition_mark(), "choice": "given" if given else "recognised"}
    found |= {reader: layers.reader_mark(reader, depends_on) for reader, depends_on in readers.items()}
    if "llm" in readers:
        found |= {f"llm {name}": layers.own_prompts_mark(name) for name in names.values()}
    found |= {f"rules {name}": layers.rules_mark(text) for text, name in names.items()}
    found |= {"verify": layers.verify_mark(), "policy": layers.policy_mark(policy)}
    return Fingerprint(layers={layer: mark for layer, mark in found.items() if mark})


def _concerns(layer: str, schema_name: str) -> bool:
    if kind_of(layer) in FORM_DECIDED_BY:
        return True
    return bool(schema_name) and layer.partition(" ")[2] in ("", schema_name)
