"""A round by phone as a journal knows it, for tests that need one."""

from datetime import date

from kompas.store.frames import Header

HEADER = Header(
    session="2026-11-21-schooluitval",
    block="0B",
    step="trust",
    round="2026-11-21-1430",
    date=date(2026, 11, 21),
    code="5k01mnpq",
    projector="een-geheim-adres",
    secret="een-geheim",
    port=8765,
    asked="van de vragen",
)
