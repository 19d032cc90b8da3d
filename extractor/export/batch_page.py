"""A page about a whole batch, for whoever ordered it: what became of the documents, why, and what it took.

One HTML file that needs nothing else and fetches nothing. Names of documents are hostile: every text is escaped.
"""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import TypeAlias

from extractor.documents.file_names import legible_name
from extractor.evidence import DoubtKind, doubt
from extractor.evidence.sentences import Language, say
from extractor.evidence.written_sentences import WrittenSentences
from extractor.export.batch_figures import BatchFigures
from extractor.readers.bill import Bill

Cell: TypeAlias = str | int
Row: TypeAlias = Sequence[Cell]

_STATUSES = ("accepted", "review", "unrecognised", "failed")
_LEFT_OUT = "…"
"""Stands in the sentence of a doubt for the details of one field."""
_RUNS = 20
"""Runs that are told, the last ones; all of them are in the sum."""
_EXAMPLE = 160
"""Characters of what a check says of one document."""
_WORDS = WrittenSentences(Path(__file__).with_name("batch_words.toml"))
_LOOK = """
:root{color-scheme:light dark;--ok:#1d6b3a;--look:#b45309;--bad:#a8371a;--line:#8884}
body{font:15px/1.5 system-ui,"Noto Sans","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;margin:0 auto;
max-width:1080px;padding:1rem 1.2rem 4rem}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin:2.2rem 0 .6rem}p{max-width:76ch}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:14px}
th,td{text-align:left;padding:.25em .7em .25em 0;vertical-align:top;border-bottom:1px solid var(--line);
overflow-wrap:anywhere}
th.n,td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap;overflow-wrap:normal}
.bar{display:flex;height:1.4rem;border-radius:4px;overflow:hidden;margin:.6rem 0 1rem}
.bar i{display:block;min-width:2px}.accepted{background:var(--ok)}.review{background:var(--look)}
.unrecognised{background:#7c6f94}.failed{background:var(--bad)}
.tick{display:inline-block;width:.8em;height:.8em;border-radius:2px;margin-right:.5em}
@media print{body{max-width:none}h2{break-after:avoid}tr{break-inside:avoid}}
"""


def batch_page(figures: BatchFigures, language: Language = "en") -> str:
    """The page, in one language."""
    page = _Page(figures, language)
    title = page.word("title", figures.documents)
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_LOOK}</style></head>"
        f"<body><h1>{title}</h1>{''.join(page.sections())}</body></html>\n"
    )


class _Page:
    def __init__(self, figures: BatchFigures, language: Language) -> None:
        self._figures = figures
        self._language: Language = language

    def word(self, name: str, *details: object) -> str:
        """A sentence of the page, escaped."""
        return _text(_WORDS.say(name, *details, language=self._language))

    def sections(self) -> Iterator[str]:
        """All parts of the page in their order."""
        yield self._section("counts", *self._counts())
        yield self._section("causes", *self._causes())
        yield self._section("checks", self._checks())
        if self._figures.problems:
            rows = [(kind, n) for kind, n in self._figures.problems.most_common()]
            yield self._section("problems", self._table(("kind", "documents"), rows))
        yield self._section("worst", self._worst())
        yield self._section("bound", *self._bound())
        yield self._section("people", self._people())
        yield self._section("costs", *self._costs())
        yield self._section("manifest", self._manifest())

    def _section(self, name: str, *content: str) -> str:
        return f'<section id="{name}"><h2>{self.word(name)}</h2>{"".join(content)}</section>'

    def _table(self, heads: Sequence[str], rows: Iterable[Row]) -> str:
        """A table; a column whose cells are numbers stands to the right."""
        listed = list(rows)
        if not listed:
            return f"<p>{self.word('none')}</p>"
        right = [all(isinstance(row[number], int) for row in listed) for number in range(len(heads))]
        classes = ['class="n"' if each else "" for each in right]
        head = "".join(f"<th {kind}>{self.word(name)}</th>" for name, kind in zip(heads, classes, strict=True))
        body = "".join(
            f"<tr>{''.join(f'<td {kind}>{_cell(cell)}</td>' for cell, kind in zip(row, classes, strict=True))}</tr>"
            for row in listed
        )
        return f'<div class="wide"><table><tr>{head}</tr>{body}</table></div>'

    def _counts(self) -> Iterator[str]:
        figures, n = self._figures, self._figures.documents
        shown = [(status, figures.statuses[status]) for status in _STATUSES if figures.statuses[status]]
        pieces = (
            f'<i class="{status}" style="flex-grow:{count}" title="{self.word(status)} {count}"></i>'
            for status, count in shown
        )
        yield f'<div class="bar">{"".join(pieces)}</div>'
        told = ((status, figures.statuses[status]) for status in _STATUSES)
        rows = "".join(
            f'<tr><td><span class="tick {status}"></span>{self.word(status)}</td><td class="n">{count}</td>'
            f'<td class="n">{_share(count, n)}</td></tr>'
            for status, count in told
        )
        heads = "".join(f"<th{kind}>{self.word(name)}</th>" for name, kind in _STATUS_HEADS)
        yield f"<table><tr>{heads}</tr>{rows}</table>"
        if len(figures.schemas) > 1:
            by_schema: list[Row] = [
                (name or _WORDS.say("no_schema", language=self._language), *(counts[each] for each in _STATUSES))
                for name, counts in sorted(figures.schemas.items())
            ]
            yield self._table(("schema", *_STATUSES), by_schema)
        standing = (figures.fields[each] for each in ("confirmed", "corrected", "flagged"))
        yield f"<p>{self.word('fields_told', figures.fields.total(), *standing)}</p>"

    def _causes(self) -> Iterator[str]:
        figures = self._figures
        yield f"<p>{self.word('causes_told', figures.fields['flagged'])}</p>"
        rows = [(self._sentence(kind), kind.value, n) for kind, n in figures.doubts.most_common()]
        yield self._table(("cause", "kind", "fields"), rows)

    def _sentence(self, kind: DoubtKind) -> str:
        told = say(doubt(kind, *[_LEFT_OUT] * 4), self._language)
        return told if told.strip(_LEFT_OUT) else kind.value.replace("_", " ")

    def _checks(self) -> str:
        figures = self._figures
        rows = [
            (f"{each.code}\n{_shortened(figures.examples[each])}", each.kind.value, n, figures.check_fields[each])
            for each, n in figures.check_documents.most_common()
        ]
        return self._table(("check", "kind", "documents", "fields"), rows)

    def _worst(self) -> str:
        rows = [
            (f"{each.document}\n{each.path}", each.schema, ", ".join(each.causes), each.fields, each.flagged)
            for each in self._figures.worst
        ]
        return self._table(("document", "schema", "cause", "fields", "waiting"), rows)

    def _bound(self) -> Iterator[str]:
        audits, (of_fields, of_documents) = self._figures.audits, self._figures.wrong_at_most
        if of_fields is None:
            yield f"<p>{self.word('no_audit')}</p>"
            return
        confidence = f"{self._figures.confidence:.0%}"
        yield f"<p>{self.word('bound_fields', audits.fields, audits.wrong, f'{of_fields:.2%}', confidence)}</p>"
        if of_documents is not None:
            told = (audits.documents, audits.documents_wrong, f"{of_documents:.2%}")
            yield f"<p>{self.word('bound_documents', *told)}</p>"

    def _people(self) -> str:
        if not self._figures.reviewers:
            return f"<p>{self.word('nobody')}</p>"
        rows = [
            (
                each.person,
                each.documents,
                each.fields,
                each.corrected,
                "–" if each.seconds is None else f"{each.seconds:.1f}",
                f"{each.audit_errors} / {each.audited}" if each.audited else "–",
            )
            for each in self._figures.reviewers
        ]
        return self._table(("person", "documents", "fields", "corrected", "pace", "audit_errors"), rows)

    def _costs(self) -> Iterator[str]:
        runs = self._figures.runs
        total = sum((run.usage for run in runs), Bill())
        if total.calls:
            money = f", {_money(total)}" if total.cost is not None else ""
            yield f"<p>{self.word('cost_total', total.calls, total.tokens_in, total.tokens_out, money)}</p>"
        else:
            yield f"<p>{self.word('no_model')}</p>"
        rows = [
            (
                f"{run.started:%Y-%m-%d %H:%M}",
                ", ".join(run.readers),
                sum(run.counts.values()),
                run.usage.calls,
                f"{run.usage.tokens_in} / {run.usage.tokens_out}",
                _money(run.usage),
            )
            for run in runs[-_RUNS:]
        ]
        yield self._table(("began", "readers", "documents", "calls", "tokens", "money"), rows)

    def _manifest(self) -> str:
        unknown = _WORDS.say("no_receipt", language=self._language)
        made = sorted(self._figures.made_by.items(), key=lambda each: (each[0][0], -each[1], each[0][1]))
        return self._table(("part", "version", "documents"), [(part, what or unknown, n) for (part, what), n in made])


_STATUS_HEADS = (("status", ""), ("documents", ' class="n"'), ("share", ' class="n"'))


def _money(bill: Bill) -> str:
    return "–" if bill.cost is None else f"{bill.cost:.4f} {bill.currency}"


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _EXAMPLE else f"{line[: _EXAMPLE - 1]}…"


def _share(count: int, n: int) -> str:
    return f"{count / n:.1%}" if n else "–"


def _cell(cell: Cell) -> str:
    return str(cell) if isinstance(cell, int) else "<br>".join(map(_text, cell.split("\n")))


def _text(text: str) -> str:
    """Text as it is to be read: escaped, and nothing in it turns the direction of what stands beside it."""
    return escape(legible_name(text), quote=True)
