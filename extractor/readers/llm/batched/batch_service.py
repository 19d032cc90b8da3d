"""The endpoint's files and batches: uploads, what became of them, answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from extractor.errors import ConfigurationError, EndpointRejected, ExtractorError
from extractor.readers.llm.batched.batch_lines import CHAT, AnswerLine, answer_lines
from extractor.readers.llm.outcomes import short
from extractor.readers.llm.transport import FILE_SECONDS, Transport

if TYPE_CHECKING:
    import openai
    from openai.types import Batch as ListedBatch

_OURS = "extractor"
"""The key under which a batch carries our name for it."""
_NOT_THERE = frozenset({404, 405, 501})
_MOST_LISTED = 2000
"""Batches and files looked through for one of ours, newest first: it was made just before a run broke off."""
OVER = frozenset({"completed", "expired", "cancelled", "failed"})


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What the endpoint says of a batch. ``files``: where its answers and errors are; ``why``: of one that failed."""

    batch: str
    status: str
    files: tuple[str, ...] = ()
    why: str = ""
    done: int = 0

    @property
    def over(self) -> bool:
        """Whether nothing more will be answered."""
        return self.status in OVER


class BatchService:
    """Calls about files and batches. Every failure is a typed outcome."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def check(self) -> None:
        """ConfigurationError where the endpoint has no batches, or nobody can ask."""
        shown = self._transport.endpoint.shown
        try:
            await self._transport.call(_first_batch)
        except EndpointRejected as outcome:
            if outcome.status in _NOT_THERE:
                said = f"{shown} has no batches (it answered {outcome.status}): leave out --batch"
                raise ConfigurationError(said) from None
            raise ConfigurationError(f"--batch: {outcome}") from None
        except ExtractorError as outcome:
            raise ConfigurationError(f"--batch: {outcome}") from None

    async def upload(self, name: str, file: IO[bytes]) -> str:
        """Upload the requests of a batch; what the endpoint calls the file."""

        async def sent(client: "openai.AsyncOpenAI") -> str:
            file.seek(0)
            made = await client.files.create(file=(_file_name(name), file, "application/jsonl"), purpose="batch")
            return made.id

        return await self._transport.call(sent, seconds=FILE_SECONDS)

    async def create(self, name: str, file: str) -> str:
        """Have the requests of a file answered; what the endpoint calls the batch. Sent once, whatever comes back."""

        async def made(client: "openai.AsyncOpenAI") -> str:
            batch = await client.batches.create(
                input_file_id=file, endpoint=CHAT, completion_window="24h", metadata={_OURS: name}
            )
            return batch.id

        return await self._transport.call(made, again=False)

    async def find_file(self, name: str) -> str | None:
        """The file with the requests of a batch, if it was uploaded."""

        async def found(client: "openai.AsyncOpenAI") -> str | None:
            seen = 0
            async for file in client.files.list(purpose="batch"):
                if file.filename == _file_name(name):
                    return str(file.id)
                seen += 1
                if seen >= _MOST_LISTED:
                    break
            return None

        try:
            return await self._transport.call(found)
        except EndpointRejected as outcome:
            if outcome.status in _NOT_THERE:
                return None  # Files are not listed here: one that nobody needs stays behind.
            raise

    async def find(self, name: str, file: str) -> str | None:
        """The batch that was made of a file, if it was."""

        async def found(client: "openai.AsyncOpenAI") -> str | None:
            seen = 0
            async for batch in client.batches.list(limit=100):
                if batch.input_file_id == file or (batch.metadata or {}).get(_OURS) == name:
                    return str(batch.id)
                seen += 1
                if seen >= _MOST_LISTED:
                    break
            return None

        return await self._transport.call(found)

    async def report(self, batch: str) -> BatchReport:
        """How far a batch is; one that the endpoint does not know has failed."""
        try:
            found = await self._transport.call(lambda client: client.batches.retrieve(batch))
        except EndpointRejected as outcome:
            if outcome.status not in _NOT_THERE:
                raise
            return BatchReport(batch, "failed", why="the endpoint does not know it any more")
        files = (getattr(found, "output_file_id", None), getattr(found, "error_file_id", None))
        counts = getattr(found, "request_counts", None)
        done = 0 if counts is None else (counts.completed or 0) + (counts.failed or 0)
        why = self._transport.endpoint.masked("; ".join(_errors(found)))
        return BatchReport(batch, str(found.status), tuple(filter(None, files)), short(why), done)

    async def answers(self, report: BatchReport) -> dict[str, AnswerLine]:
        """What became of the requests of a batch that is over, by name, in whatever order it came."""
        lines: dict[str, AnswerLine] = {}
        for file in report.files:
            text = self._transport.endpoint.masked(await self._content(file))
            for name, line in answer_lines(text.encode()):
                lines.setdefault(name, line)
        return lines

    async def _content(self, file: str) -> str:
        """The text of a file; none where the endpoint does not have it any more."""

        async def fetched(client: "openai.AsyncOpenAI") -> bytes:
            return (await client.files.content(file)).content

        try:
            return (await self._transport.call(fetched, seconds=FILE_SECONDS)).decode("utf-8", "replace")
        except EndpointRejected as outcome:
            if outcome.status not in _NOT_THERE:
                raise
            return ""


async def _first_batch(client: "openai.AsyncOpenAI") -> None:
    await client.batches.list(limit=1)


def _file_name(name: str) -> str:
    return f"{_OURS}-{name}.jsonl"


def _errors(batch: "ListedBatch") -> Iterator[str]:
    errors = getattr(batch, "errors", None)
    for each in (getattr(errors, "data", None) or ()) if errors is not None else ():
        yield str(getattr(each, "message", None) or getattr(each, "code", None) or "")
