"""What a block can say about all records of a register together."""

from kompas.steps.step import Definition


class Rows(Definition, frozen=True, kw_only=True):
    """A register that starts from another answer: a record for each row of `source`.

    `field` is the field that points to the row. `where` keeps only rows with one of these values;
    for a poll as source the rows are its statements, and `where: {score: [id]}` keeps those that
    someone gave that score in the last round.
    """

    source: str
    field: str
    where: dict[str, tuple[str, ...]] = {}


class Coverage(Definition, frozen=True, kw_only=True):
    """Values of a choice field that must (`required`) or should (`expected`) occur.

    `where` looks only at records with one of these values, and only if there are any.
    `why` says in a sentence why the required ones matter.
    """

    field: str
    required: tuple[str, ...] = ()
    expected: tuple[str, ...] = ()
    where: dict[str, tuple[str, ...]] = {}
    why: str = ""


class Advice(Definition, frozen=True, kw_only=True):
    """How many records are usually enough, and why."""

    min: int
    max: int
    why: str


class Contrast(Definition, frozen=True, kw_only=True):
    """Two choice fields with the same options whose difference asks for action (now, and wished)."""

    now: str
    wish: str
    text: str


class Timeline(Definition, frozen=True, kw_only=True):
    """Records on a line of time: by the day in `date`; `done` is a yes_no field that says it has been."""

    date: str
    done: str = ""
