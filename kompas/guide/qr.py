"""An address as a QR code of half blocks: two rows of modules are one row of a terminal."""

from functools import lru_cache
from itertools import zip_longest

_QUIET = 4  # modules of light around a code, without which many phones do not find it
_HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
_AS_SMALL = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")  # 11 bits for two, instead of 16
_SCHEME = "http://"


@lru_cache(maxsize=4)
def rows(address: str) -> tuple[str, ...]:
    """The rows of the code; as small as it can be, as it must stand in a terminal.

    Capitals make it smaller, and in our addresses they are the same as small letters.
    """
    import segno  # 15 ms, and only here

    rest = address.removeprefix(_SCHEME).upper()
    parts: list[str] = [_SCHEME, rest] if _SCHEME + rest.lower() == address else [address]
    if not _AS_SMALL.issuperset(rest):
        parts = [address]
    # Segno takes a list of parts, each in its own mode, but its types do not say so.
    code = segno.make(parts, error="l", micro=False)  # type: ignore[arg-type]
    matrix = [[bool(module) for module in line] for line in code.matrix_iter(border=_QUIET)]
    light = [False] * len(matrix[0])
    return tuple(
        "".join(_HALVES[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip_longest(matrix[::2], matrix[1::2], fillvalue=light)
    )
