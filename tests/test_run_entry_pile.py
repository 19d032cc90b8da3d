"""The entries of a run are kept packed, in the order of the files, whatever order they came in."""

from extractor.route import Status
from extractor.run.entry_pile import EntryPile
from extractor.run.summary import FileEntry, RunSummary


def _entry(number: int) -> FileEntry:
    statuses: tuple[Status, ...] = ("accepted", "review", "failed")
    return FileEntry(
        document=f"{number}.txt",
        path=f"/reports/{number}.txt",
        sha256=f"{number:064}",
        schema_name=None,
        form=None,
        status=statuses[number % 3],
        let_pass=number % 2,
    )


def test_entries_come_in_the_order_of_the_files() -> None:
    pile = EntryPile()
    numbers = [number * 7 % 1201 for number in range(1201)]
    for number in numbers:
        pile.add(number, (_entry(number),))
    assert [entry.document for entry in pile] == [f"{number}.txt" for number in range(1201)]
    assert (len(pile), pile[700], pile[-1]) == (1201, _entry(700), _entry(1200))
    assert pile[3:5] == [_entry(3), _entry(4)]
    assert pile == [_entry(number) for number in range(1201)]


def test_they_are_counted_as_they_come() -> None:
    pile = EntryPile()
    for number in range(6):
        pile.add(number, (_entry(number), _entry(number).model_copy(update={"same_as": "another"})))
    assert pile.counts == {"accepted": 4, "review": 4, "failed": 4}
    assert pile.remarked == 2


def test_those_of_documents_that_were_done_before_are_asked_for_when_they_are_wanted() -> None:
    asked: list[int] = []

    def stored(number: int) -> tuple[FileEntry, ...]:
        asked.append(number)
        return (_entry(number),)

    pile = EntryPile(stored)
    pile.add(1, (_entry(1),))
    pile.add_stored(0, ["accepted"], 0)
    assert (len(pile), pile.documents, asked) == (2, 2, [])
    assert [entry.document for entry in pile] == ["0.txt", "1.txt"]
    assert asked == [0]


def test_a_summary_lists_them_as_data() -> None:
    pile = EntryPile()
    pile.add(0, (_entry(0),))
    summary = RunSummary(entries=pile, counted=dict(pile.counts))
    assert summary.counts == {"accepted": 1}
    assert summary.model_dump(mode="json")["entries"] == [_entry(0).model_dump(mode="json")]
