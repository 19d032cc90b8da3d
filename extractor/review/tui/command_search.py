"""What the command palette lists and finds, all of it in the language of the screen."""

from collections.abc import Callable

from textual.command import DiscoveryHit, Hit, Hits, Provider

from extractor.review.spoken_words import tell


class KeyCommands(Provider):
    """What the keys do, by their words; where nothing is like what was typed, a line says so."""

    async def discover(self) -> Hits:
        """Every command, in the order of the keymap."""
        for words, act in self._commands:
            yield DiscoveryHit(words, act)

    async def search(self, query: str) -> Hits:
        """The commands whose words are like what was typed."""
        matcher, found = self.matcher(query), False
        for words, act in self._commands:
            score = matcher.match(words)
            if score > 0:
                found = True
                yield Hit(score, matcher.highlight(words), act)
        if not found:
            yield Hit(1.0, tell("palette_nothing"), _nothing)

    @property
    def _commands(self) -> list[tuple[str, Callable[[], object]]]:
        return [(each.title, each.callback) for each in self.app.get_system_commands(self.screen)]


def _nothing() -> None:
    """The line that says so closes the palette like any other."""
