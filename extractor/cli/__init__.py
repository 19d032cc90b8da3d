"""The ``extractor`` command. Declaring it (:mod:`extractor.cli.app`) loads nothing that a command may need."""

import sys


def main() -> None:
    """Run the command line and end the process with its exit code."""
    from extractor.cli.app import run_command_line

    sys.exit(run_command_line(sys.argv[1:]))
