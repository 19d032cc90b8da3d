"""The reader that asks a model: any OpenAI-compatible endpoint, or a small model inside this process.

::

    reader = LlmReader(open_endpoint("http://127.0.0.1:11434/v1", "qwen2.5:7b"))
    reading = reader.read(document, schema, form)

The names below are imported when they are first used, and nothing heavy before the first request.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.readers.llm.address import (
        Endpoint,
        EndpointReport,
        EndpointSource,
        Traits,
        open_endpoint,
        parse_headers,
    )
    from extractor.readers.llm.embedded import EmbeddedModel, embedded_endpoint, stop_embedded
    from extractor.readers.llm.install import install_model
    from extractor.readers.llm.probe import describe_endpoint
    from extractor.readers.llm.profile import ModelProfile, profile_for
    from extractor.readers.llm.reader import LlmReader, ReplyCache
    from extractor.readers.llm.transport import Patience
    from extractor.readers.llm.weights import SCALES, ModelStatus, model_folder, model_status, weights_of

__all__ = [
    "SCALES",
    "EmbeddedModel",
    "Endpoint",
    "EndpointReport",
    "EndpointSource",
    "LlmReader",
    "ModelProfile",
    "ModelStatus",
    "Patience",
    "ReplyCache",
    "Traits",
    "describe_endpoint",
    "embedded_endpoint",
    "install_model",
    "model_folder",
    "model_status",
    "open_endpoint",
    "parse_headers",
    "profile_for",
    "stop_embedded",
    "weights_of",
]

_HOMES = {
    "embedded": ("EmbeddedModel", "embedded_endpoint", "stop_embedded"),
    "address": ("Endpoint", "EndpointReport", "EndpointSource", "Traits", "open_endpoint", "parse_headers"),
    "install": ("install_model",),
    "probe": ("describe_endpoint",),
    "profile": ("ModelProfile", "profile_for"),
    "reader": ("LlmReader", "ReplyCache"),
    "transport": ("Patience",),
    "weights": ("SCALES", "ModelStatus", "model_folder", "model_status", "weights_of"),
}


def __getattr__(name: str) -> object:
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"{__name__} has no {name}")
