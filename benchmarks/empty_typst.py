"""The least that a PDF of Typst costs: an empty document, with the fonts and the standards of ours."""

import sys

import typst

typst.compile(
    b'#set document(title: "Leeg")',
    output=sys.argv[1],
    font_paths=sys.argv[2:],
    ignore_system_fonts=True,
    pdf_standards=["a-2a", "ua-1"],
    timestamp=0,
)
