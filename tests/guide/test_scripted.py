"""The scripted dialogue: it behaves as people do, and says what went wrong."""

import pytest

from kompas.guide.dialogue import Back, Choice, Dialogue, Line, Page, Pick, PickMany, Skip, Stop, Text, YesNo
from kompas.view import Para
from tests.guide.scripted import ENTER, AtTell, ScriptedDialogue

PAGE = Page("0A", "Titel", body=(Para("Uitleg."),))
WAYS = (Choice("a", "Aap"), Choice("b", "Beer"))
FAILED = pytest.fail.Exception


def test_answers_come_in_turn_and_everything_is_remembered() -> None:
    """Each kind of question takes its kind of answer."""
    scripted = ScriptedDialogue(["x", "Anna", "een\ntwee", "b", ["b", "a"], True, "nee", ENTER])
    dialogue: Dialogue = scripted
    check = Line("Wie?", check=lambda typed: "Te kort." if len(typed) < 2 else None)
    assert dialogue.line(PAGE, check) == "Anna"
    assert dialogue.text(PAGE, Text("Wat?")) == "een\ntwee"
    dialogue.tell(Page(title="Tussendoor"))
    assert dialogue.pick(PAGE, Pick("Welke?", WAYS)) == "b"
    assert dialogue.pick_many(PAGE, PickMany("Welke?", WAYS)) == ("a", "b")
    assert dialogue.yes_no(PAGE, YesNo("Zeker?")) is True
    assert dialogue.yes_no(PAGE, YesNo("Heel zeker?")) is False
    assert dialogue.pick(PAGE, Pick("Welke?", WAYS, "b")) == "b"
    assert scripted.questions == ["Wie?", "Wat?", "Welke?", "Welke?", "Zeker?", "Heel zeker?", "Welke?"]
    assert scripted.complaints == ["Te kort."]
    assert [page.title for page in scripted.told] == ["Tussendoor"]
    assert "Uitleg." in scripted.shown()
    assert scripted.left == []


def test_a_move_is_raised_where_a_question_is_asked() -> None:
    """As a class or with what was typed; at a page that is told only when the script says so."""
    scripted = ScriptedDialogue([Back, Skip("half"), AtTell(Stop)])
    with pytest.raises(Back):
        scripted.line(PAGE, Line("Wie?"))
    with pytest.raises(Skip) as caught:
        scripted.text(PAGE, Text("Wat?"))
    assert caught.value.typed == "half"
    with pytest.raises(Stop):
        scripted.tell(PAGE)


def test_a_wrong_answer_fails_with_the_last_page() -> None:
    """So that one sees at once where the script and the conversation part."""
    with pytest.raises(FAILED, match=r"c.*is none of(.|\n)*Uitleg(.|\n)*Pick: Welke(.|\n)*b: Beer"):
        ScriptedDialogue(["c"]).pick(PAGE, Pick("Welke?", WAYS))
    with pytest.raises(FAILED, match=r"run out(.|\n)*Wie?"):
        ScriptedDialogue([]).line(PAGE, Line("Wie?"))
    with pytest.raises(FAILED):
        ScriptedDialogue([True]).line(PAGE, Line("Wie?"))
    with pytest.raises(FAILED):
        ScriptedDialogue([["a"]]).text(PAGE, Text("Wat?"))
    with pytest.raises(FAILED):
        ScriptedDialogue(["a"]).pick_many(PAGE, PickMany("Welke?", WAYS))
    with pytest.raises(FAILED):
        ScriptedDialogue(["misschien"]).yes_no(PAGE, YesNo("Zeker?"))
    with pytest.raises(FAILED):
        ScriptedDialogue([AtTell(Back)]).line(PAGE, Line("Wie?"))
