"""A block of a team's own with all that a meeting needs: a programme, groups, and a decision by consent."""

from typing import Any

from kompas.definition import block_from
from kompas.steps.step import Step
from kompas.store.reading import parse
from tests.packaged import CATALOG

EVENING = """\
format: 1
id: avond
title: De avond
purpose: Een avond die op tijd klaar is.
steps:
  - id: programme
    kind: register
    title: Programma
    why: Dan weet iedereen waar we zijn.
    how: Loop het programma samen na.
    tips: [Plan ook de pauze.]
    minutes: 10
    record: onderdeel
    records: onderdelen
    schedule: {minutes: minutes, start: start, took: took}
    fields:
      - {id: part, label: Onderdeel, quick: true}
      - {id: minutes, label: Minuten, type: number, min: 1, max: 480, quick: true}
      - {id: start, label: Begint om, type: time}
      - {id: who, label: Wie, type: participant}
      - {id: took, label: Duurde echt, type: number, min: 0, max: 480}
  - id: tables
    kind: register
    title: Groepen
    why: Zo spreekt iedereen elkaar.
    how: Hang de groepen op.
    tips: [Kleine groepen praten makkelijker.]
    minutes: 10
    record: thema
    records: thema's
    groups: {members: members, leader: leader}
    fields:
      - {id: theme, label: Thema, quick: true}
      - {id: leader, label: Begeleider, type: participant, quick: true}
      - {id: members, label: Wie doen mee, type: participants}
      - {id: note, label: Notitie, type: long_text}
  - id: proposal
    kind: text
    title: Ons voorstel
    why: Dan hebben we iets om over te besluiten.
    how: Schrijf samen een zin.
    tips: [Kort is goed.]
    minutes: 5
    question: Wat stellen we voor?
  - id: decision
    kind: consent
    title: Ons besluit
    why: Dan staan we er samen achter.
    how: Vraag iedereen naar bezwaren.
    tips: [Een zorg is geen bezwaar.]
    minutes: 15
    question: Wat doen we?
    start: proposal
"""


def _steps() -> tuple[Step, ...]:
    data, problems = parse(EVENING, "avond.yaml")
    block, wrong = block_from(data, CATALOG.lists)
    assert block is not None, (problems, wrong)
    return block.steps


STEPS: dict[str, Any] = {step.id: step for step in _steps()}
