"""What insights say: read these aloud."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kompas import sentences, words
from kompas.steps.poll import Gap, PollInsight, StatementInsight
from kompas.steps.register import Difference, Missing, RegisterInsight, RegisterStep
from kompas.steps.round import RoundInsight
from kompas.steps.rules import Advice
from kompas.steps.spread import Spread, spread
from kompas.steps.step import Participant
from tests.packaged import step

TEN: dict[int | str, str] = {value: str(value) for value in range(1, 11)}
NAMED: dict[int | str, str] = {"nog-niet": "Nog niet", "deels": "Deels", "ja": "Ja"}


def ten(*scores: int | None) -> Spread:
    """Scores on a scale of 1 to 10."""
    return spread(TEN, scores)


def named(*scores: str | None) -> Spread:
    """Scores on nog niet, deels, ja."""
    return spread(NAMED, scores)


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        (ten(), "Nog niemand gaf een score."),
        (ten(None, None), "“Weet ik niet”: 2 keer."),
        (ten(7), "Eén persoon gaf een score: 7."),
        (ten(7, 7, None), "Iedereen die een score gaf, koos 7. “Weet ik niet”: 1 keer."),
        (
            ten(7, 8),
            "Het midden (mediaan) is 7,5. De middelste helft koos 7 tot en met 8. "
            "De groep is het grotendeels eens (0,92; 1 is helemaal eens).",
        ),
        (
            ten(8, 8, 8, 8, 2),
            "Het midden (mediaan) is 8. De middelste helft koos 8. "
            "De groep is het redelijk eens (0,61; 1 is helemaal eens).",
        ),
        (
            ten(*range(1, 11)),
            "Het midden (mediaan) is 5,5. De middelste helft koos 3 tot en met 8. "
            "De groep is het niet zo eens (0,49; 1 is helemaal eens).",
        ),
        (
            ten(1, 1, 10, 10, None),
            "Het midden (mediaan) is 5,5. De middelste helft koos 1 tot en met 10. "
            "De meningen liggen ver uit elkaar (0,00; 1 is helemaal eens). “Weet ik niet”: 1 keer.",
        ),
        (
            named("ja", "ja", "deels", "nog-niet"),
            "Het midden (mediaan) is tussen “Deels” en “Ja”. "
            "De middelste helft koos “Deels” tot en met “Ja”. "
            "De meningen liggen ver uit elkaar (0,26; 1 is helemaal eens).",
        ),
        (named("ja", "ja"), "Iedereen die een score gaf, koos “Ja”."),
    ],
)
def test_how_the_scores_lie(seen: Spread, said: str) -> None:
    """The middle explained once, the middle half, and agreement in a word beside its number."""
    assert sentences.lies(seen) == said


@given(st.lists(st.integers(1, 10), min_size=2, max_size=40))
def test_only_a_room_that_agrees_is_called_so(scores: list[int]) -> None:
    """One different score and it is no longer everyone."""
    said = sentences.lies(ten(*scores))
    assert said.startswith("Iedereen") == (len(set(scores)) == 1)


@pytest.mark.parametrize("length", [3, 5, 10])
def test_a_room_spread_evenly_does_not_agree(length: int) -> None:
    """Where every score is given as often, no words of agreement are used."""
    scale: dict[int | str, str] = {value: str(value) for value in range(length)}
    said = sentences.lies(spread(scale, [*scale, *scale]))
    assert "niet zo eens" in said or "ver uit elkaar" in said


@given(st.floats(0, 1))
def test_every_agreement_has_words(agreement: float) -> None:
    """From 0 up to and including 1, more agreement never sounds like less."""
    places = [least for least, _ in sentences.AGREEMENT]
    assert places == sorted(places, reverse=True)
    assert any(agreement >= least for least in places)


def about(all: Spread, before: Spread | None = None, gap: Gap | None = None) -> StatementInsight:
    """What is seen of one statement."""
    return StatementInsight(id="a", text="Hoe dringend?", all=all, before=before, gap=gap)


def test_the_widest_gap() -> None:
    """In the words of a meeting: who lies where."""
    far = Gap(high="Werk en inkomen", high_median="9", low="GGD", low_median="4,5")
    assert sentences.gap(about(ten(7), gap=far)) == (
        "Het verste uit elkaar liggen werk en inkomen (midden 9) en GGD (midden 4,5)."
    )
    far = Gap(high="Jongeren", high_median="Ja", low="Ouders", low_median="tussen “Nog niet” en “Deels”")
    assert sentences.gap(about(named("ja"), gap=far)) == (
        "Het verste uit elkaar liggen jongeren (midden “Ja”) en ouders (midden tussen “Nog niet” en “Deels”)."
    )
    assert sentences.gap(about(ten(7))) == ""


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (None, ten(7, 8), ""),
        (ten(), ten(7, 8), ""),
        (ten(7, 8), ten(None), ""),
        (
            ten(4, 6),
            ten(7, 7),
            "De vorige keer was het midden 5, deze keer is het 7. "
            "De groep is het meer eens dan de vorige keer.",
        ),
        (ten(7, 7), ten(4, 10), "Het midden bleef 7. De groep is het minder eens dan de vorige keer."),
        (ten(6, 7), ten(6, 7, 7, 6), "Het midden bleef 6,5. De groep is het net zo eens als de vorige keer."),
        (ten(4), ten(7), "De vorige keer was het midden 4, deze keer is het 7."),
        (
            named("deels", "ja"),
            named("ja", "ja"),
            "De vorige keer was het midden tussen “Deels” en “Ja”, deze keer is het “Ja”. "
            "De groep is het meer eens dan de vorige keer.",
        ),
    ],
)
def test_what_changed(before: Spread | None, now: Spread, said: str) -> None:
    """Nothing without two rounds to compare; one person alone is no group that agrees."""
    assert sentences.change(about(now, before)) == said


def poll(*people: Participant) -> PollInsight:
    """A poll in which these people were not heard."""
    return PollInsight(round="a", date=date(2026, 11, 21), ballots=0, not_heard=people, statements=())


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, ""),
        (1, "Nog niet gehoord: rol 0."),
        (3, "Nog niet gehoord: rol 0, rol 1 en rol 2."),
        (7, "Nog niet gehoord: 7 deelnemers."),
    ],
)
def test_who_was_not_heard(number: int, said: str) -> None:
    """A few by name; many as a number, so that the screen stays readable."""
    people = [Participant(id=str(place), role=f"rol {place}") for place in range(number)]
    assert sentences.waiting(poll(*people)) == said


def test_which_perspectives_are_silent() -> None:
    """Nothing when all were heard."""
    silent = RoundInsight(groups=(), not_heard=(), silent_perspectives=("Jongeren", "GGD"))
    assert sentences.silent(silent) == "Nog niets gehoord van: jongeren en GGD."
    assert sentences.silent(RoundInsight(groups=(), not_heard=(), silent_perspectives=())) == ""


STAKEHOLDERS: RegisterStep = step("0A.stakeholders")
ACTIONS: RegisterStep = step("0A.actions")


def seen(
    missing: tuple[Missing, ...] = (),
    records: int = 1,
    advice: Advice | None = None,
    differences: tuple[Difference, ...] = (),
    to_come: tuple[str, ...] = (),
) -> RegisterInsight:
    """What a register shows."""
    return RegisterInsight(
        records=records, missing=missing, counts=(), advice=advice, differences=differences, to_come=to_come
    )


def test_who_is_missing_is_said_aloud() -> None:
    """What is required apart from what is only expected, with the reason for the first."""
    missing = Missing(
        field="Domein", required=("Jongeren",), expected=("Opvang", "GGD"), why="Zonder hen gaat het niet."
    )
    loud, calm = sentences.register_notes(STAKEHOLDERS, seen(missing=(missing,)))
    assert loud == ["Dit ontbreekt nog: jongeren. Zonder hen gaat het niet."]
    assert calm == ["Nog niet in de lijst (domein): opvang en GGD."]
    nothing = Missing(field="Domein", required=(), expected=(), why="Zonder hen gaat het niet.")
    assert sentences.register_notes(STAKEHOLDERS, seen(missing=(nothing,))) == ([], [])


@pytest.mark.parametrize(
    ("records", "said"), [(1, "1 partij: dat is weinig."), (23, "23 partijen: dat is veel.")]
)
def test_too_few_and_too_many(records: int, said: str) -> None:
    """With the usual number and why."""
    _, calm = sentences.register_notes(STAKEHOLDERS, seen(records=records, advice=STAKEHOLDERS.advice))
    assert calm[0].startswith(f"{said} Meestal zijn het er 8 tot 22. Met minder dan 8 partijen")


def test_what_should_be_different() -> None:
    """Only a register that compares now with wished says so."""
    differences = (Difference(record="De Boeg", now="Meeweten", wish="Meebeslissen"),)
    _, calm = sentences.register_notes(STAKEHOLDERS, seen(differences=differences))
    assert calm == ["De Boeg: nu meeweten, gewenst meebeslissen."]


@pytest.mark.parametrize(
    ("to_come", "said"),
    [
        (("De Boeg", "GGD"), "Nog te bespreken: De Boeg en GGD."),
        (tuple("abcdefgh"), "Nog te bespreken: a, b, c, d, e, f en nog 2."),
        (
            ("Wij willen leren.", "Lukt het?"),
            "Nog te bespreken: “Wij willen leren” en “Lukt het?”.",
        ),
    ],
)
def test_what_is_still_to_be_discussed(to_come: tuple[str, ...], said: str) -> None:
    """Names as names, statements as sentences of their own, and never a row without end."""
    assert sentences.register_notes(ACTIONS, seen(to_come=to_come)) == ([], [said])


@pytest.mark.parametrize(
    ("names", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a en b"), (["a", "b", "c"], "a, b en c")]
)
def test_words_in_a_row(names: list[str], said: str) -> None:
    """As one writes them in Dutch."""
    assert words.listed(names) == said


@pytest.mark.parametrize(
    ("label", "said"),
    [("Ouders", "ouders"), ("GGD", "GGD"), ("Werk en inkomen", "werk en inkomen"), ("", "")],
)
def test_labels_inside_a_sentence(label: str, said: str) -> None:
    """With a small letter, unless it is an abbreviation."""
    assert words.small(label) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "10 min gepland"),
        (59, "10 min gepland"),
        (60, "10 min gepland, 1 min bezig"),
        (750.5, "10 min gepland, 13 min bezig"),
    ],
)
def test_time(seconds: float, said: str) -> None:
    """Planned, and used once there is something to tell."""
    assert sentences.times(ACTIONS, seconds) == said


answers = st.lists(st.sampled_from(["nog-niet", "deels", "ja", None]), max_size=9)


@given(answers, answers)
def test_every_sentence_ends_well(now: list[str | None], before: list[str | None]) -> None:
    """Whatever the scores: whole sentences, one space between them, nothing left open."""
    statement = about(named(*now), named(*before))
    for said in (sentences.lies(statement.all), sentences.change(statement)):
        assert not said or said.endswith(".")
        assert "  " not in said
        assert "None" not in said
        assert said.count("“") == said.count("”")
