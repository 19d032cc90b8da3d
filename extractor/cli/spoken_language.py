"""The language in which people are told things, where a command lets them choose."""

from extractor.errors import ConfigurationError
from extractor.evidence.sentences import speak


def check_language(language: str | None) -> None:
    """ConfigurationError for a language that nothing is written in."""
    if language not in (None, "en", "zh"):
        raise ConfigurationError(f"--lang {language!r}: choose en or zh")


def speak_as_asked(language: str | None) -> None:
    """From now on people are told in this language; None: in the one of EXTRACTOR_LANG, or else of the locale."""
    check_language(language)
    speak(language)
