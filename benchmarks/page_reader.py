"""One reader in a process of its own: what pages cost it. Runs wherever the reader is installed.

::

    python page_reader.py READER FILE [FILE ...]

The first file is read once beforehand, for loading is paid once a process. Then a JSON line a file: its pages, CPU
seconds of all threads, and the words that were read; at the end the most memory the process held, in MiB.
"""

import importlib
import json
import resource
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias


class Read(NamedTuple):
    """What a reader found in a file."""

    pages: int
    words: list[str]


Reader: TypeAlias = Callable[[str], Read]


def extractor_pages(path: str) -> Read:
    """This project: words, places, tables, and characters recognised in pictures."""
    opened: Any = importlib.import_module("extractor.documents").open_document(Path(path))
    return Read(len(opened.pages), [word.text for word in opened.words])


def pymupdf_pages(path: str) -> Read:
    """Words and nothing else."""
    pymupdf: Any = importlib.import_module("pymupdf")
    with pymupdf.open(path) as pdf:
        words = [word[4] for page in pdf.pages() for word in page.get_text("words")]
        return Read(pdf.page_count, words)


def pdfplumber_pages(path: str) -> Read:
    """Words, and tables by their lines."""
    plumber: Any = importlib.import_module("pdfplumber")
    with plumber.open(path) as pdf:
        words = [word["text"] for page in pdf.pages for word in page.extract_words()]
        for page in pdf.pages:
            page.extract_tables()
        return Read(len(pdf.pages), words)


def camelot_pages(path: str) -> Read:
    """Tables by their lines, as camelot finds them unasked."""
    camelot: Any = importlib.import_module("camelot")
    tables = camelot.read_pdf(path, pages="all", suppress_stdout=True)
    plumber: Any = importlib.import_module("pdfplumber")
    with plumber.open(path) as pdf:
        pages = len(pdf.pages)
    return Read(pages, [word for table in tables for row in table.df.values for text in row for word in text.split()])


def rapidocr_reader() -> Reader:
    """Whole-page recognition with all defaults, on a picture."""
    engine: Any = importlib.import_module("rapidocr").RapidOCR(params={"Global.log_level": "critical"})

    def read(path: str) -> Read:
        texts = engine(path).txts or ()
        return Read(1, [word for text in texts for word in text.split()])

    return read


def tesseract_pages(path: str) -> Read:
    """The command of that name on a picture, Latin, and Chinese where it has that; it is a process of its own."""
    known = subprocess.run(["tesseract", "--list-langs"], check=True, capture_output=True, text=True).stdout.split()
    command = ["tesseract", path, "stdout", "-l", "eng+chi_sim" if "chi_sim" in known else "eng"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    return Read(1, done.stdout.split())


def docling_reader() -> Reader:
    """Docling with all defaults; it fetches its models where they are not there."""
    converter: Any = importlib.import_module("docling.document_converter").DocumentConverter()

    def read(path: str) -> Read:
        return Read(1, converter.convert(path).document.export_to_text().split())

    return read


READERS: dict[str, Callable[[], Reader]] = {
    "extractor": lambda: extractor_pages,
    "PyMuPDF": lambda: pymupdf_pages,
    "pdfplumber": lambda: pdfplumber_pages,
    "camelot": lambda: camelot_pages,
    "rapidocr": rapidocr_reader,
    "tesseract": lambda: tesseract_pages,
    "docling": docling_reader,
}


def peak_mib() -> float:
    """The most memory this process held, or one that it started; 0 where the system does not say."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return 0.0
    own = next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)


def cpu_seconds() -> float:
    """CPU seconds of this process with all its threads, and of those that it started and that ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def main() -> None:
    """Read every file with one reader."""
    warnings.simplefilter("ignore")
    name, *files = sys.argv[1:]
    read = READERS[name]()
    read(files[0])
    for file in files:
        begun = cpu_seconds()
        found = read(file)
        print(json.dumps({"pages": found.pages, "cpu": cpu_seconds() - begun, "words": found.words}))
    print(json.dumps({"peak_mib": peak_mib()}))


if __name__ == "__main__":
    main()
