"""Our judges of PDFs themselves: a judge who never says no is worth nothing."""

from pathlib import Path

import pikepdf
import pytest
import typst

from tests.verapdf import pdfua_findings, verdict

TABLE = "#table(columns: 2, table.header([Wie], [Wat]), [De Brug], [Bellen])"
PICTURE = (
    """#image(bytes("<svg xmlns='http://www.w3.org/2000/svg'/>"), format: "svg", alt: "Een leeg vlak")"""
)


def write(path: Path, body: str, *, lawful: bool = True) -> Path:
    """A small document of this Typst, as a PDF that follows both standards or none."""
    source = f'#set document(title: "Proef")\n#set text(lang: "nl")\n= Kop\n{body}'
    content = typst.compile(
        source.encode(),
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards=["a-2a", "ua-1"] if lawful else [],
        timestamp=0,
    )
    path.write_bytes(content)
    return path


@pytest.mark.verapdf
def test_says_nothing_of_a_good_pdf(tmp_path: Path) -> None:
    """Also where the name of the file is not plain."""
    good = write(tmp_path / "één goede & 'nette'.pdf", f"Tekst\n{TABLE}\n{PICTURE}")
    assert verdict([good]) == {good: []}
    assert pdfua_findings(good) == []


@pytest.mark.verapdf
def test_says_which_standards_a_plain_pdf_does_not_follow(tmp_path: Path) -> None:
    """What Typst makes when nobody asks for more."""
    plain = write(tmp_path / "gewoon.pdf", "Tekst", lawful=False)
    said = verdict([plain])[plain]
    assert any(one.startswith("ua1 5-1: ") for one in said), said
    assert any(one.startswith("2a 6.6.4-1: ") for one in said), said


@pytest.mark.verapdf
def test_finds_a_picture_without_alternative_text(tmp_path: Path) -> None:
    """Typst would not make one, so its text is taken out."""
    path = write(tmp_path / "plaatje.pdf", PICTURE)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for one in pdf.objects:
            if isinstance(one, pikepdf.Dictionary) and "/Alt" in one:
                del one["/Alt"]
        pdf.save(path)
    [said] = verdict([path])[path]
    assert said.startswith("ua1 7.3-1: ")
    assert any(one.startswith("UA-13-004: ") for one in pdfua_findings(path))


@pytest.mark.verapdf
def test_finds_a_table_without_header(tmp_path: Path) -> None:
    """VeraPDF lets it pass: that is why there are two."""
    bare = write(tmp_path / "tabel.pdf", "#table(columns: 2, [Wie], [Wat], [De Brug], [Bellen])")
    assert verdict([bare]) == {bare: []}
    assert [one.split(":")[0] for one in pdfua_findings(bare)] == ["UA-15-003"]


@pytest.mark.verapdf
def test_judges_the_others_where_one_is_no_pdf(tmp_path: Path) -> None:
    """One run judges many, each by itself."""
    good = write(tmp_path / "goed.pdf", "Tekst")
    broken = tmp_path / "rommel.pdf"
    broken.write_bytes(b"rommel")
    missing = tmp_path / "nergens.pdf"
    said = verdict([broken, good, missing])
    assert said[good] == []
    for path in (broken, missing):
        [only] = said[path]
        assert only.startswith("cannot be judged")
