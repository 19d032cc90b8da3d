"""Options about the model's endpoint, the same for every command that may ask one."""

import functools
import inspect
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Annotated

import typer

BaseUrl = Annotated[
    str | None, typer.Option(metavar="URL", help="An OpenAI-compatible endpoint, such as http://localhost:11434/v1.")
]
Model = Annotated[str | None, typer.Option(metavar="NAME", help="The model to ask at the endpoint.")]
Vision = Annotated[
    str | None,
    typer.Option(
        metavar="WHEN",
        help="Show the model pages: auto (those that are pictures, if it sees), never or always. [default: auto]",
    ),
]
Rpm = Annotated[
    float | None,
    typer.Option(metavar="N", help="Requests a minute at most, of all runs on a store; if not said, no limit."),
]
Tpm = Annotated[float | None, typer.Option(metavar="N", help="The same of tokens.")]
Timeout = Annotated[
    float | None, typer.Option(metavar="S", help="Time one request may take; if not said, the document's deadline.")
]
Header = Annotated[
    list[str] | None, typer.Option(metavar="NAME=VALUE", help="A header for every request; may be given several times.")
]
ExtraBody = Annotated[str | None, typer.Option(metavar="JSON", help="What else every request says, as a JSON object.")]
Ca = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Certificates (PEM) to trust at the endpoint, besides the usual.")
]
SpareTokens = Annotated[
    int | None, typer.Option(metavar="N", help="Room in an answer for thinking aloud. [default: by the model]")
]

OPTIONS: Mapping[str, object] = {
    "base_url": BaseUrl,
    "model": Model,
    "vision": Vision,
    "rpm": Rpm,
    "tpm": Tpm,
    "timeout": Timeout,
    "header": Header,
    "extra_body": ExtraBody,
    "ca": Ca,
    "spare_tokens": SpareTokens,
}
GATHERED = "endpoint"
"""The argument of a command that gets what was typed of :data:`OPTIONS`."""


def with_endpoint(command: Callable[..., int]) -> Callable[..., int]:
    """A command that takes the options in place of its argument ``endpoint``, which gets them all in one mapping."""

    @functools.wraps(command)
    def taking(**typed: object) -> int:
        given = {name: typed.pop(name) for name in OPTIONS}
        return command(**typed, **{GATHERED: given})

    parameters = tuple(_parameters(command))
    taking.__signature__ = inspect.Signature(parameters, return_annotation=int)  # type: ignore[attr-defined]  # typer asks for it
    taking.__annotations__ = {each.name: each.annotation for each in parameters}
    return taking


def _parameters(command: Callable[..., int]) -> Iterator[inspect.Parameter]:
    for each in inspect.signature(command).parameters.values():
        if each.name != GATHERED:
            yield each.replace(kind=inspect.Parameter.KEYWORD_ONLY)
            continue
        for name, annotation in OPTIONS.items():
            yield inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
