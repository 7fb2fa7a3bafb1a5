"""How the answers to one statement lie: bars with the median, and below them where each group lies."""

from kompas.worksheets.figures.columns import columns, fits
from kompas.worksheets.figures.rows import rows
from kompas.worksheets.figures.votes import Drawing, Poll


def lay_out(poll: Poll) -> Drawing:
    """The bars stand on the scale itself, unless the names of the answers are too long for that."""
    return columns(poll) if fits(poll) else rows(poll)
