"""Worksheets read as a browser shows them: the tags, and the text that people see."""

import re
from html.parser import HTMLParser
from importlib.util import find_spec

from hypothesis import strategies as st
from markdown_it import MarkdownIt

INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

FRAGMENTS = r"""\ ` `` ``` * ** _ __ ~ ~~ ~~~ [ ] ( ) ! ![ ](x) [x](javascript:alert(1)) [x]: http://a.nl
    <script> </script> <!-- --> <br> < > >> & &amp; &#35; &copy; &bogus; | || |-|-| \| --- === = == - + * # ##
    ###### 1. 12) ::: :: : note [!NOTE] [^1] $ $$ $x$ https://a.nl/b_c?d=e&f http://a.nl. http:// https:\//
    www.nji.nl (www.nji.nl) jan@school.nl jan.de-vries+x@school.nl, mailto:a@b.nl xmpp:a@b.nl <a@b.nl>
    <https://a.nl> ftp://x.nl //localhost // / nji.nl klaar.Nu @jan :smile: { } {{ }} {% %} ^ . , ; ! ? ' "
    snake_case 3*4 a b hé café 学 🙂 - [ ] - [x]
    """.split()
SPACES = " |  |\n|\n\n|\t|    |\r\n|\u00a0|\u2028|\x0b|\x85|\u202e|\x1b|\x00".split("|")

texts = st.lists(st.sampled_from(FRAGMENTS) | st.sampled_from(SPACES) | st.text(max_size=6), max_size=12).map(
    "".join
)
"""What people could type: the worst pieces we know, in any order, and anything else."""


def gfm() -> MarkdownIt:
    """GitHub-flavoured Markdown; where linkify-it-py is installed it makes links of all it can."""
    if find_spec("linkify_it"):
        return MarkdownIt("gfm-like")
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


class Seen(HTMLParser):
    """The tags of a page, and what people see of it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.links: list[str] = []
        self.others: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.text += "" if tag == "code" else " "
        self.links += [f"{name}={value}" for name, value in attrs if name in ("href", "src")]

    def handle_endtag(self, tag: str) -> None:
        self.text += "" if tag == "code" else " "

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.others.append(data)


def look(markdown: str) -> Seen:
    """The Markdown as a reader shows it."""
    return Seen(gfm().render(markdown))


def folded(text: str) -> str:
    """Text as a browser folds it: what is never seen gone, all white space one space."""
    return " ".join(INVISIBLE.sub("", text).split())
