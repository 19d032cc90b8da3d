"""The reference of the command line, made from its declaration: ``python -m extractor.cli.reference docs/cli.md``."""

import sys
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path

from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption
from typer.main import get_command

from extractor.cli.app import app

_HEAD = """# The command line

Made by `python -m extractor.cli.reference docs/cli.md` from the declaration of the commands, as `--help` is; a test
holds this page to the program.
"""


def reference() -> str:
    """The page: every command with what it does, its arguments and its options."""
    return _HEAD + "".join(f"\n## {name}\n\n{_section(name, command)}" for name, command in commands())


def commands() -> Iterator[tuple[str, TyperGroup | TyperCommand]]:
    """Every command by its full name, groups before their commands."""
    root = get_command(app)
    assert isinstance(root, TyperGroup)
    yield from _below("extractor", root)


def _below(name: str, group: TyperGroup) -> Iterator[tuple[str, TyperGroup | TyperCommand]]:
    yield name, group
    for each, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from _below(f"{name} {each}", command)
        elif isinstance(command, TyperCommand):
            yield f"{name} {each}", command


def _section(name: str, command: TyperGroup | TyperCommand) -> str:
    arguments = [param for param in command.params if isinstance(param, TyperArgument)]
    options = [param for param in command.params if isinstance(param, TyperOption)]
    placed = [_argument_name(argument) for argument in arguments]
    usage = " ".join([name, "[OPTIONS]", *(["COMMAND"] if isinstance(command, TyperGroup) else placed)])
    rows = [(f"`{_argument_name(each)}`", each.help or "") for each in arguments]
    rows += [(f"`{_option_name(each)}`", each.help or "") for each in options]
    table = "| | |\n|---|---|\n" + "".join(f"| {left} | {right} |\n" for left, right in rows) if rows else ""
    parts = [f"`{usage}`", cleandoc(command.help or ""), table, cleandoc(command.epilog or "")]
    return "\n\n".join(part.strip() for part in parts if part.strip()) + "\n"


def _argument_name(argument: TyperArgument) -> str:
    return f"{argument.metavar}..." if argument.nargs == -1 else str(argument.metavar)


def _option_name(option: TyperOption) -> str:
    names = ", ".join(option.opts)
    return names if option.is_flag else f"{names} {option.metavar}"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(reference(), "utf-8")
