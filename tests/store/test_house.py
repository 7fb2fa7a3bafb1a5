"""The house style in kompas.yaml: what can be used is used, and the rest is told at its line."""

import struct
import sys
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from time import perf_counter

import pytest

from kompas.house import House, Logo
from kompas.store.checking import check
from kompas.store.house import house
from kompas.store.logo import LARGEST, MOST_WIDE, WIDEST
from kompas.store.workspace import Workspace, create, settings

LayOut = Callable[[Mapping[str, str]], Path]
OURS = House()
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><rect width="40" height="10"/></svg>'


def chunk(kind: bytes, data: bytes) -> bytes:
    """A part of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int) -> bytes:
    """A grey picture of this size."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + bytes(range(width % 256)) for _ in range(height)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


PNG = png(40, 10)


def svg(inside: str, attributes: str = "") -> str:
    """A logo with something in it."""
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'<svg {names} viewBox="0 0 9 9" {attributes}>{inside}<rect width="1" height="1"/></svg>'


def told(root: Path) -> list[str]:
    """What `kompas check` says, which is also what `house` gives back."""
    found = [str(problem) for problem in check(Workspace(root), [], root)]
    assert len(house(Workspace(root))[1]) == len(found)
    return found


def test_a_house_style(workspace: LayOut) -> None:
    """All of it, from one file; lines that people broke become one."""
    text = """\
format: 1
organisation: Gemeente Waterrijk
address: |
  Raadhuisplein 1
  1234 AB Waterrijk
logo: stijl/logo.svg
colours:
  primary: "#006"
  accent: '#A8401C'
"""
    root = workspace({"kompas.yaml": text, "stijl/logo.svg": SVG})
    assert told(root) == []
    assert house(Workspace(root))[0] == House(
        organisation="Gemeente Waterrijk",
        address="Raadhuisplein 1 1234 AB Waterrijk",
        logo=Logo(SVG.encode(), "svg"),
        primary="#000066",
        accent="#a8401c",
    )


@pytest.mark.parametrize("files", [{}, {"kompas.yaml": ""}, {"kompas.yaml": "logo:\ncolours:\n"}])
def test_without_a_house_style_ours_is_used(workspace: LayOut, files: Mapping[str, str]) -> None:
    """Nothing has to be filled in."""
    assert house(Workspace(workspace(files))) == (OURS, [])


def test_the_example_in_a_new_workspace_works_without_its_signs(tmp_path: Path) -> None:
    """Who takes the # away from each line has a house style."""
    create(tmp_path, "Gemeente Waterrijk")
    file = tmp_path / "kompas.yaml"
    lines = file.read_text("utf-8").splitlines()
    file.write_text(
        "\n".join(line if "huisstijl" in line else line.removeprefix("#") for line in lines), "utf-8"
    )
    (tmp_path / "logo.svg").write_text(SVG)
    found, problems = house(Workspace(tmp_path))
    assert problems == []
    assert found.address
    assert found.logo
    colours = settings(Workspace(tmp_path))[0].colours
    assert (colours.primary, colours.accent) == (OURS.primary, OURS.accent)


def test_one_colour_is_used_for_both(workspace: LayOut) -> None:
    """A house style of blue gets no orange from us."""
    root = workspace({"kompas.yaml": 'colours: {primary: "#003366"}\n'})
    found, problems = house(Workspace(root))
    assert (found.primary, found.accent, problems) == ("#003366", "#003366", [])


def test_a_colour_that_is_too_light_is_refused(workspace: LayOut) -> None:
    """With how much it lacks and the nearest that would do; the other colour counts."""
    root = workspace({"kompas.yaml": 'colours:\n  primary: "#e8a33d"\n  accent: "#7a0000"\n'})
    assert told(root) == [
        "kompas.yaml:2:3: #e8a33d is te licht op wit papier: "
        "het contrast is 2,1 : 1 en het moet 4,5 : 1 zijn. "
        'De kleur die er het meest op lijkt en wel kan: primary: "#9d6d26"'
    ]
    found, _ = house(Workspace(root))
    assert (found.primary, found.accent) == (OURS.primary, "#7a0000")


def test_the_nearest_colour_is_accepted(workspace: LayOut) -> None:
    """Who takes the advice is not refused again."""
    root = workspace({"kompas.yaml": 'colours:\n  accent: "#ffd700"\n'})
    (said,) = told(root)
    better = said.rpartition("accent: ")[2]
    (root / "kompas.yaml").write_text(f"colours:\n  accent: {better}\n")
    assert told(root) == []
    assert f'"{house(Workspace(root))[0].accent}"' == better


def test_a_ratio_is_never_rounded_up_to_enough(workspace: LayOut) -> None:
    """4,48 is not told as 4,5, which would be enough."""
    root = workspace({"kompas.yaml": 'colours: {accent: "#777"}\n'})
    (said,) = told(root)
    assert "#777777 is te licht" in said
    assert "4,4 : 1 en het moet 4,5 : 1" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "  primary: #1d4e63\n",
            '2:3: Hier staat geen kleur. Zet de kleur tussen aanhalingstekens: primary: "#',
        ),
        (
            "  primary: blauw\n",
            "2:3: De kleur “blauw” begrijpt kompas niet. Schrijf de HEX-code van de kleur: ",
        ),
        ("  primary: 1d4e63\n", "2:3: De kleur “1d4e63” begrijpt kompas niet."),
        ("  primary: {}\n", "2:3: Hier hoort tekst."),
        ("  primair: '#000'\n", "2:3: “primair” is hier niet bekend. Bedoel je “primary”?"),
        ("  - '#000'\n", "1:1: Hier horen namen met een waarde."),
    ],
)
def test_other_mistakes_with_colours(workspace: LayOut, text: str, said: str) -> None:
    """Each at its line, and our own colours for the time being."""
    root = workspace({"kompas.yaml": f"colours:\n{text}"})
    (found,) = told(root)
    assert found.startswith(f"kompas.yaml:{said}"), found
    assert house(Workspace(root))[0] == OURS


def test_a_mistake_costs_only_what_is_wrong(workspace: LayOut) -> None:
    """One word that is not known does not take the rest of the house style away."""
    text = "organisation: Waterrijk\nadres: Raadhuisplein 1\nlogo: logo.svg\nformat: een\n"
    root = workspace({"kompas.yaml": text, "logo.svg": SVG})
    assert [line.split(" ", 1)[0] for line in told(root)] == ["kompas.yaml:2:1:", "kompas.yaml:4:1:"]
    found, _ = house(Workspace(root))
    assert found == House(organisation="Waterrijk", logo=Logo(SVG.encode(), "svg"))


def test_a_key_that_nobody_knows_costs_no_other_colour(workspace: LayOut) -> None:
    """What stands beside it is used, and judged."""
    text = "format: 1\ncolours:\n  primair: '#006'\n  primary: '#fff'\n  accent: '#006'\n"
    root = workspace({"kompas.yaml": text})
    found, problems = house(Workspace(root))
    assert found.accent == "#000066"
    assert [problem.line for problem in problems] == [3, 4]


def with_logo(root: Path, content: bytes, name: str = "logo.svg") -> list[str]:
    """What is said of a logo with this in it."""
    (root / name).write_bytes(content)
    (root / "kompas.yaml").write_text(f"format: 1\nlogo: {name}\n", "utf-8")
    said = told(root)
    logo = house(Workspace(root))[0].logo
    assert (logo is None) == bool(said)
    return said


@pytest.mark.parametrize(
    "content",
    [
        SVG.encode(),
        b"\xef\xbb\xbf" + SVG.encode(),
        b'<?xml version="1.0" encoding="UTF-8"?>\n<!-- Illustrator -->\n'
        b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
        + SVG.encode(),
        svg('<style>.a{fill:url( "#b" )}</style><g class="a" id="b"/><use xlink:href="#b"/>').encode(),
        svg('<image href="data:image/png;base64,iVBORw0KGgo=" fill="url(#x)"/>').encode(),
        svg('<metadata><l xmlns="x" about="http://x.nl"/></metadata>').encode(),
        PNG,
    ],
)
def test_logos_as_programs_make_them(tmp_path: Path, content: bytes) -> None:
    """A comment, a DOCTYPE, styles and pictures within are all right."""
    assert with_logo(tmp_path, content) == []


def test_the_name_of_a_logo_says_nothing(tmp_path: Path) -> None:
    """A PNG that is called .svg is drawn as what it is; a JPEG that is called .png is not."""
    assert with_logo(tmp_path, PNG, "logo.svg") == []
    found = house(Workspace(tmp_path))[0].logo
    assert found == Logo(PNG, "png")
    (said,) = with_logo(tmp_path, b"\xff\xd8\xff\xe0\x00\x10JFIF", "logo.png")
    assert said.startswith("kompas.yaml:2:1: Het logo “logo.png” is geen SVG en geen PNG.")


def laughs() -> str:
    """A text of a few hundred letters that means a billion of them."""
    entities = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    return f'<!DOCTYPE svg [<!ENTITY a0 "ha">{entities}]>{svg("<text>&a9;</text>")}'


def uses(levels: int = 9) -> str:
    """The same with shapes."""
    groups = (f'<g id="a{n + 1}">{f"""<use href="#a{n}"/>""" * 10}</g>' for n in range(levels))
    return svg('<rect id="a0"/>' + "".join(groups))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (svg("<script>alert(1)</script>"), "In het logo staat <script>."),
        (svg("", 'onload="alert(1)"'), "In het logo staat een script (onload)."),
        (svg("<text>Waterrijk</text>"), "In het logo staan letters."),
        (svg("<foreignObject/>"), "In het logo staat <foreignObject>."),
        (svg('<b xmlns="http://www.w3.org/1999/xhtml"/>'), "In het logo staat <b>."),
        (svg('<set attributeName="href" to="x.png"/>'), "In het logo staat <set>."),
        (svg('<image href="foto.png"/>'), "Het logo verwijst naar iets buiten het bestand (foto.png)."),
        (svg('<image xlink:href="/etc/passwd"/>'), "Het logo verwijst naar iets buiten"),
        (svg('<use href="https://x.nl/a.svg#b"/>'), "Het logo verwijst naar iets buiten"),
        (svg('<image href="data:image/svg+xml,x"/>'), "Het logo verwijst naar iets buiten"),
        (svg('<g fill="url(//x.nl/a#b)"/>'), "Het logo verwijst naar iets buiten"),
        (svg("<g style='fill:URL( \"x.svg#b\")'/>"), "Het logo verwijst naar iets buiten"),
        (svg(r'<g style="fill:\75rl(x.svg)"/>'), "Het logo verwijst naar iets buiten"),
        (svg("<style>@import 'x.css'</style>"), "Het logo verwijst naar iets buiten"),
        (svg('<g xml:base="https://x.nl/"/>'), "Het logo verwijst naar iets buiten"),
        ('<?xml-stylesheet href="x.css"?>' + svg(""), "In het logo staat <?xml-stylesheet."),
        (f'<!DOCTYPE svg [<!ATTLIST rect onclick CDATA "x">]>{svg("")}', "In het logo staat een script"),
        ('<!DOCTYPE svg [<!ENTITY x SYSTEM "/etc/passwd">]>' + svg("&x;"), "In het logo staat <!ENTITY."),
        (laughs(), "In het logo staat <!ENTITY."),
        (uses(), "Het logo herhaalt zijn delen te vaak om het te tekenen."),
        (svg('<g id="a"><use href="#a"/></g>'), "Het logo herhaalt zijn delen te vaak"),
        (svg("<g>" * 50_000 + "</g>" * 50_000), "Het logo “logo.svg” kan niet worden getekend: het is stuk."),
        (SVG[:-3], "Het logo is geen goede SVG: het gaat mis op regel 1, teken "),
        ("<svg><rect/></svg>", "Het logo is geen goede SVG: het begint niet met <svg xmlns"),
        ("<html><svg></svg></html>", "Het logo is geen goede SVG: "),
        ("zomaar een tekst", "Het logo “logo.svg” is geen SVG en geen PNG."),
        ("", "Het logo “logo.svg” is geen SVG en geen PNG."),
    ],
)
def test_an_svg_may_only_draw(tmp_path: Path, content: str, said: str) -> None:
    """Whatever else it wants, or cannot do, is told in a moment; the worksheet goes without."""
    begin = perf_counter()
    (found,) = with_logo(tmp_path, content.encode())
    assert found.startswith(f"kompas.yaml:2:1: {said}"), found
    assert perf_counter() - begin < 5


@pytest.mark.parametrize("cut", [8, 20, 40, -14, -5])
def test_a_png_that_is_cut_off_is_refused(tmp_path: Path, cut: int) -> None:
    """Wherever it ends too early."""
    (said,) = with_logo(tmp_path, PNG[:cut], "logo.png")
    assert said.startswith("kompas.yaml:2:1: Het logo “logo.png” kan niet worden getekend: het is stuk.")


def test_a_png_with_a_wrong_byte_is_refused(tmp_path: Path) -> None:
    """As a bad disk or a bad mail program leaves it."""
    (said,) = with_logo(tmp_path, PNG[:50] + bytes([PNG[50] ^ 1]) + PNG[51:], "logo.png")
    assert "stuk" in said


def patterns(levels: int = 8) -> str:
    """Each full of the next one."""
    shapes = (f'<rect width="1" height="1" fill="url(#p{n + 1})"/>' * 10 for n in range(levels))
    each = "".join(
        f'<pattern id="p{n}" width=".1" height=".1">{one}</pattern>' for n, one in enumerate(shapes)
    )
    return svg(f'{each}<rect width="9" height="9" fill="url(#p0)"/>')


def test_a_drawing_that_has_no_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever makes it so: patterns in patterns, a filter, masks."""
    monkeypatch.setattr("kompas.store.logo.SECONDS", 1)
    (said,) = with_logo(tmp_path, patterns().encode())
    assert said.startswith("kompas.yaml:2:1: Het duurt te lang om het logo te tekenen.")


def test_a_logo_leaves_room_for_the_name_beside_it(tmp_path: Path) -> None:
    """A ruler is no logo."""
    wide = svg("").replace("0 0 9 9", f"0 0 {10 * MOST_WIDE + 1} 10")
    (said,) = with_logo(tmp_path, wide.encode())
    assert f"Het logo is meer dan {MOST_WIDE} keer zo breed als hoog." in said


def test_nothing_in_the_workspace_is_run_to_draw_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even a program by the name of the one that draws."""
    (tmp_path / "typst.py").write_text("open('gedraaid', 'w')\n")
    monkeypatch.chdir(tmp_path)
    assert with_logo(tmp_path, SVG.encode()) == []
    assert not (tmp_path / "gedraaid").exists()


def test_what_is_too_large_is_refused(tmp_path: Path) -> None:
    """In bytes, and in pixels, which a small file can have very many of."""
    (said,) = with_logo(tmp_path, SVG.encode() + b" " * LARGEST)
    assert "Het logo is te groot: meer dan 2 MB. Maak het kleiner." in said
    (said,) = with_logo(tmp_path, png(WIDEST + 1, 1), "logo.png")
    assert f"Het logo is {WIDEST + 1} bij 1 beeldpunten." in said


def named(root: Path, name: str) -> str:
    """What is said of a logo by this name."""
    (root / "kompas.yaml").write_text(f"logo: {name}\n", "utf-8")
    (said,) = told(root)
    assert house(Workspace(root))[0].logo is None
    return said


def test_a_logo_that_is_not_there(tmp_path: Path) -> None:
    """Or has a name that nothing can have."""
    assert named(tmp_path, "logo.svg").startswith("kompas.yaml:1:1: Het logo “logo.svg” is er niet. Zet het")
    assert "is er niet" in named(tmp_path, '"a\\0b"')
    assert "kan niet worden gelezen" in named(tmp_path, "x" * 300)
    assert "is geen bestand" in named(tmp_path, ".")


def test_a_logo_stays_in_the_workspace(tmp_path: Path) -> None:
    """Also by way of .. or a link; a link within is fine, and so is a path as Windows writes it."""
    root = tmp_path / "werkmap"
    (root / "stijl").mkdir(parents=True)
    (tmp_path / "geheim.svg").write_text(SVG)
    (root / "stijl/logo.svg").write_text(SVG)
    (root / "link.svg").symlink_to(tmp_path / "geheim.svg")
    (root / "zelf.svg").symlink_to("zelf.svg")
    for name in ("../geheim.svg", "stijl/../../geheim.svg", str(tmp_path / "geheim.svg"), "link.svg"):
        assert "staat buiten de werkmap. Zet het bestand in de werkmap." in named(root, name)
    assert "is er niet" in named(root, "zelf.svg")
    (root / "goed.svg").symlink_to("stijl/logo.svg")
    for name in ("goed.svg", r"stijl\logo.svg"):
        (root / "kompas.yaml").write_text(f"logo: {name}\n")
        assert told(root) == []


def test_settings_do_not_look_at_the_house_style(workspace: LayOut) -> None:
    """A session starts without a word about a logo, and as fast as ever."""
    root = workspace({"kompas.yaml": 'logo: weg.svg\ncolours: {primary: "#fff"}\norganisation: W\n'})
    found, problems = settings(Workspace(root))
    assert (found.organisation, problems) == ("W", [])


@pytest.mark.skipif(sys.platform == "win32", reason="makes a pipe with a name")
def test_a_pipe_with_a_name_is_no_logo(tmp_path: Path) -> None:
    """Reading it would wait for ever."""
    import os

    os.mkfifo(tmp_path / "logo.svg")
    assert "is geen bestand" in named(tmp_path, "logo.svg")
