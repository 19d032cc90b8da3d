"""Files and batches of a loopback model, as OpenAI's Batch API has them."""

import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from email import message_from_bytes
from urllib.parse import urlsplit

from extractor.evaluate.loopback.batch_manner import BatchManner
from extractor.readers.llm.rehearsed_endpoint import ChatRequest, Scene

Answering = Callable[[ChatRequest, str], Scene]
Body = dict[str, object]
_OK = 200


class LoopbackBatches:
    """What was uploaded and handed in. ``handed_in`` counts requests by their ``custom_id``, ``created`` the batches.

    ``watch`` is called with what was asked for, before and after it is done; ``answer`` answers one request.
    """

    def __init__(self, answer: Answering, manner: BatchManner | None = None) -> None:
        self.manner = manner or BatchManner()
        self.handed_in: Counter[str] = Counter()
        self.created = 0
        self.files: dict[str, tuple[str, bytes]] = {}
        self.watch: Callable[[str, str], None] = lambda what, when: None
        self.answer = answer
        self._batches: dict[str, Body] = {}
        self._looks: Counter[str] = Counter()
        self._lock = threading.RLock()

    def respond(self, method: str, target: str, body: bytes, media_type: str) -> Scene | None:
        """The answer to a call about files or batches; None for a call about something else."""
        parts = urlsplit(target).path.strip("/").split("/")[1:]
        if not parts or parts[0] not in ("files", "batches"):
            return None
        if not self.manner.there:
            return _problem(404, "there is nothing at this address")
        what = f"{method} {'/'.join([parts[0], *(['*'] if len(parts) > 1 else []), *parts[2:]])}"
        self.watch(what, "before")
        with self._lock:
            scene = self._respond(method, parts, body, media_type)
        self.watch(what, "after")
        return scene

    def _respond(self, method: str, parts: list[str], body: bytes, media_type: str) -> Scene:
        match (method, *parts):
            case ("POST", "files"):
                return _json(self._uploaded(body, media_type))
            case ("GET", "files"):
                return _json(_list([_file(name, *held) for name, held in reversed(self.files.items())]))
            case ("GET", "files", file, "content") if file in self.files:
                return Scene(self.files[file][1].decode(), media_type="application/octet-stream")
            case ("POST", "batches"):
                return self._created(json.loads(body))
            case ("GET", "batches"):
                return _json(_list(list(reversed(self._batches.values()))))
            case ("GET", "batches", batch) if batch in self._batches:
                return _json(self._looked_at(batch))
            case ("POST", "batches", batch, "cancel") if batch in self._batches:
                self._end(self._batches[batch], BatchManner(cancels=True))
                return _json(self._batches[batch])
        return _problem(404, "there is no such file or batch")

    def _uploaded(self, body: bytes, media_type: str) -> Body:
        form = message_from_bytes(b"Content-Type: " + media_type.encode() + b"\r\n\r\n" + body)
        for part in form.walk():
            if part.get_filename():
                content = part.get_payload(decode=True)
                assert isinstance(content, bytes)
                return self._kept(str(part.get_filename()), content)
        return {"id": "", "object": "file"}

    def _kept(self, filename: str, content: bytes) -> Body:
        name = f"file-{len(self.files) + 1}"
        self.files[name] = (filename, content)
        return _file(name, filename, content)

    def _created(self, asked: Mapping[str, object]) -> Scene:
        file = str(asked["input_file_id"])
        if file not in self.files:
            return _problem(400, "there is no such file")
        lines = self._lines(file)
        self.created += 1
        self.handed_in.update(str(line["custom_id"]) for line in lines)
        batch: Body = {
            "id": f"batch_{self.created}",
            "object": "batch",
            "status": "validating",
            "created_at": int(time.time()),
            **{name: asked.get(name) for name in ("input_file_id", "endpoint", "completion_window", "metadata")},
            "request_counts": {"total": len(lines), "completed": 0, "failed": 0},
        }
        self._batches[str(batch["id"])] = batch
        return _json(batch)

    def _looked_at(self, name: str) -> Body:
        batch = self._batches[name]
        self._looks[name] += 1
        if batch["status"] in ("validating", "in_progress"):
            batch["status"] = "in_progress"
            if self._looks[name] >= self.manner.polls:
                first = name == "batch_1" or self.manner.always
                self._end(batch, self.manner if first else self.manner.kind)
        return batch

    def _end(self, batch: Body, manner: BatchManner) -> None:
        lines = self._lines(str(batch["input_file_id"]))
        if manner.rejects:
            error = {"code": "invalid_request", "message": "the model has no room for this batch", "line": None}
            batch |= {"status": "failed", "errors": {"object": "list", "data": [error]}}
            return
        half = len(lines) // 2 if manner.expires or manner.cancels else len(lines)
        good, failed = lines[: max(0, half - manner.fails - manner.misses)], lines[half - manner.fails : half]
        answers = [_line(line, self.answer(ChatRequest(_body_of(line)), "")) for line in good]
        errors = [_line(line, _problem(500, "the server had an error")) for line in failed]
        errors += [_unanswered(line, "expired" if manner.expires else "cancelled") for line in lines[half:]]
        if manner.shuffles:
            random.Random(len(answers)).shuffle(answers)
        batch["status"] = "expired" if manner.expires else "cancelled" if manner.cancels else "completed"
        batch["output_file_id"] = self._kept("output.jsonl", _jsonl(answers))["id"] if answers else None
        batch["error_file_id"] = self._kept("errors.jsonl", _jsonl(errors))["id"] if errors else None
        batch["request_counts"] = {"total": len(lines), "completed": len(answers), "failed": len(errors)}

    def _lines(self, file: str) -> list[Body]:
        return [json.loads(line) for line in self.files[file][1].split(b"\n") if line.strip()]


def _body_of(line: Body) -> Mapping[str, object]:
    body = line["body"]
    assert isinstance(body, dict)
    return body


def _line(line: Body, scene: Scene) -> Body:
    response = {"status_code": scene.status, "request_id": "", "body": json.loads(scene.body)}
    return {"id": f"batch_req_{line['custom_id']}", "custom_id": line["custom_id"], "response": response, "error": None}


def _unanswered(line: Body, why: str) -> Body:
    error = {"code": f"batch_{why}", "message": f"This request was not executed: the batch was {why}."}
    return {"id": "", "custom_id": line["custom_id"], "response": None, "error": error}


def _jsonl(lines: list[Body]) -> bytes:
    return b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in lines)


def _file(name: str, filename: str, content: bytes) -> Body:
    return {"id": name, "object": "file", "filename": filename, "bytes": len(content), "purpose": "batch"} | {
        "created_at": int(time.time()),
        "status": "processed",
    }


def _list(data: list[Body]) -> Body:
    return {"object": "list", "data": data, "has_more": False}


def _json(body: Body) -> Scene:
    return Scene(json.dumps(body, ensure_ascii=False), _OK)


def _problem(status: int, message: str) -> Scene:
    return Scene(json.dumps({"error": {"message": message, "type": "invalid_request_error", "code": None}}), status)
