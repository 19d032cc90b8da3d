"""Lists of the review that are shown again and again: what they say is what they were last given."""

from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets import OptionList

from extractor.review.tui.row_options import OneRow, show_lines


class _Listed(App[None]):
    def compose(self) -> ComposeResult:
        yield OptionList(id="list")


def _texts(options: OptionList) -> list[str]:
    return [str(each.prompt) for each in options.options]


async def test_a_list_shown_again_says_what_it_was_last_given_and_keeps_its_cursor() -> None:
    app = _Listed()
    async with app.run_test(size=(20, 10)) as pilot:
        options = app.query_one(OptionList)
        show_lines(options, [OneRow("one 3"), OneRow("two 4"), OneRow("three 5")])
        options.highlighted = 2
        kept = options.options[1]
        show_lines(options, [OneRow("one 2"), OneRow("two 4"), OneRow("three 5")])
        assert _texts(options) == ["one 2", "two 4", "three 5"]
        assert options.options[1] is kept and options.highlighted == 2
        await pilot.pause()
        assert "one 2" in options.render_line(0).text
        show_lines(options, [OneRow.of(Content.styled("three 5", "bold")), OneRow("two 4")])
        assert _texts(options) == ["three 5", "two 4"]
        show_lines(options, [OneRow("three 5"), OneRow("two 4")])
        assert not options.options[0].prompt.spans  # type: ignore[union-attr]  # the same words in another style


def test_a_row_is_one_row_high_however_narrow_the_list() -> None:
    assert OneRow("a name much longer than the list is wide").get_height({}, 5) == 1
