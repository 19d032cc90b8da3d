"""``python -m extractor``: the same as the command ``extractor``."""

from extractor.cli import main

if __name__ == "__main__":
    main()
