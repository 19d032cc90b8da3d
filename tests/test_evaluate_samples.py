"""The bundled sample reports are what their source makes, and what they claim to be."""

from extractor.documents import open_document
from extractor.evaluate.samples import render_samples, samples_folder


def test_the_bundled_files_are_the_rendered_ones() -> None:
    rendered = {sample.name: sample for sample in render_samples()}
    bundled = {path.name: path for path in samples_folder().iterdir()}
    assert set(bundled) == set(rendered)
    for name, path in bundled.items():
        if path.suffix == ".pdf":
            # Compressed streams may differ between versions of the PDF library; their pages may not.
            assert abs(path.stat().st_size - len(rendered[name].content)) < 0.2 * path.stat().st_size
        else:
            assert path.read_bytes() == rendered[name].content, name


def test_the_bundled_files_are_small() -> None:
    assert sum(path.stat().st_size for path in samples_folder().iterdir()) < 300_000


def test_the_bundled_pdf_holds_the_figures_of_its_truth() -> None:
    sample = next(sample for sample in render_samples() if sample.name == "wangjiangping-2021.pdf")
    words = {word.text for word in open_document(samples_folder() / sample.name).words}
    figures = {str(value) for path, value in sample.truth.items() if path.startswith("table") and value is not None}
    assert figures <= words


def test_what_the_narrative_claims_agrees_with_the_tables() -> None:
    told = [sample for sample in render_samples() if "prose.received" in sample.truth]
    assert len(told) == 7
    assert all(sample.truth["prose.received"] == sample.truth["table3.new_received.total"] for sample in told)


def test_the_samples_cover_every_outcome() -> None:
    outcomes = {sample.expect[0] for sample in render_samples()}
    assert outcomes == {"accept", "refuse", "source_inconsistent"}
