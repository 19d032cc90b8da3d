"""A report that was recognised in a picture, for tests of what its picture also reads."""

from pathlib import Path

from extractor.readers.reading import Alternative
from extractor.route import Result
from extractor.store import Store
from tests.built_readings import INFERRED, UNCLEAR, recognised
from tests.review_desk import CONSISTENT, PROCESSED, paper, put, unsure


def blurred(store: Store, folder: Path, name: str = "blurred.txt", agency: str = "Bureau of Lamps") -> Result:
    """A consistent report whose picture was read as 1,294, and may also be read as the 1,204 that is printed."""
    text, reading = paper(agency, CONSISTENT)
    also = (Alternative(text="1,204", state="read", value=1204), Alternative(text="129", state="read", value=129))
    wrong = unsure(recognised(reading), PROCESSED, 1294, quote="1,294", doubts=(INFERRED, UNCLEAR), alternatives=also)
    return put(store, folder, name, text, wrong)
