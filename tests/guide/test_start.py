"""How a meeting begins: the workspace, the session, the people, and where to go on."""

from pathlib import Path

import msgspec
import pytest

from kompas.errors import Interrupted, KompasError, WrongUse
from kompas.guide import start
from kompas.guide.dialogue import Back, Choice, Overview, Skip, Stop
from kompas.store import sessions, workspace
from kompas.store.workspace import Workspace
from tests.guide.meeting import Clock, Meeting, built_in, default, offered, on_disk, screen
from tests.guide.scripted import ENTER, Answer, ScriptedDialogue


@pytest.fixture
def made(tmp_path: Path) -> Workspace:
    """A workspace without sessions."""
    workspace.create(tmp_path)
    return Workspace(tmp_path)


def opened(place: Workspace, *script: Answer, part: str | None = None) -> tuple[str, ScriptedDialogue]:
    """The id of the session that people choose or make with this script."""
    dialogue = ScriptedDialogue(script)
    found = start.session_for(place, built_in(), part, dialogue, Clock())
    assert not dialogue.left
    return found.session.id, dialogue


def test_an_empty_folder_becomes_a_workspace_when_people_want_that(tmp_path: Path) -> None:
    """The offer names the folder, and Enter accepts it."""
    dialogue = ScriptedDialogue([ENTER])
    assert start.workspace_for(tmp_path, dialogue).root == tmp_path
    assert str(tmp_path) in dialogue.questions[0]
    assert {path.name for path in tmp_path.iterdir()} >= {"sessions", "kompas.yaml", "LEESMIJ.md"}


def test_who_wants_no_workspace_gets_none(tmp_path: Path) -> None:
    """Nothing is made, and the message says where to go."""
    with pytest.raises(KompasError, match="geen werkmap") as told:
        start.workspace_for(tmp_path, ScriptedDialogue(["nee"]))
    assert "map van jullie team" in told.value.hint
    assert not list(tmp_path.iterdir())


def test_ctrl_c_at_the_first_question_makes_nothing(tmp_path: Path) -> None:
    """Other keys have nowhere to go there, so the question stays."""
    with pytest.raises(Interrupted):
        start.workspace_for(tmp_path, ScriptedDialogue([Back, Skip, Overview, Stop]))
    assert not list(tmp_path.iterdir())


def test_inside_a_workspace_nothing_is_asked(made: Workspace) -> None:
    """From a folder below it is found too."""
    below = made.sessions / "2026-11-21-iets"
    below.mkdir()
    (below / "session.yaml").write_text("title: Iets\ncreated: 2026-11-21\n", "utf-8")
    dialogue = ScriptedDialogue()
    assert start.workspace_for(below, dialogue).root == made.root
    assert not dialogue.asked


def test_the_first_session_is_asked_for_at_once(made: Workspace) -> None:
    """Without sessions there is no menu; three short answers make one, named after day and issue."""
    id, dialogue = opened(made, "Schooluitval", "Samen tegen schooluitval", "Gemeente Waterhoven")
    assert id == "2026-11-21-schooluitval"
    assert len(dialogue.asked) == 3
    assert on_disk(made.sessions / id / "session.yaml") == {
        "format": "1",
        "title": "Samen tegen schooluitval",
        "issue": "Schooluitval",
        "organisation": "Gemeente Waterhoven",
        "created": "2026-11-21",
    }


def test_the_organisation_may_be_left_out_but_the_rest_may_not(made: Workspace) -> None:
    """An empty issue gets a complaint and is asked again."""
    id, dialogue = opened(made, "  ", "Schooluitval", "", "Samen", "")
    assert dialogue.complaints == ["Typ een paar woorden."] * 2
    assert "organisation" not in on_disk(made.sessions / id / "session.yaml")


def test_a_new_session_knows_the_organisation_of_the_workspace(made: Workspace) -> None:
    """What stands in kompas.yaml is offered."""
    made.settings_file.write_text("format: 1\norganisation: Gemeente Waterhoven\n", "utf-8")
    id, _ = opened(made, "Schooluitval", "Samen", ENTER)
    assert on_disk(made.sessions / id / "session.yaml")["organisation"] == "Gemeente Waterhoven"


def test_back_while_making_a_session_keeps_what_was_typed(made: Workspace) -> None:
    """One question back, and the answer stands there to be changed."""
    id, dialogue = opened(made, "Schooluitval", Back, ENTER, Skip, "Samen", Back, "Samen sterk", ENTER)
    assert on_disk(made.sessions / id / "session.yaml")["title"] == "Samen sterk"
    assert id == "2026-11-21-schooluitval"
    assert dialogue.questions[0] == dialogue.questions[2]


def test_stopping_before_the_session_is_made_says_so(made: Workspace) -> None:
    """No promise that something was saved."""
    with pytest.raises(Interrupted, match="nog geen sessie"):
        opened(made, "Schooluitval", Stop)
    assert sessions.ids(made) == []


def test_the_menu_of_sessions_has_the_newest_first(made: Workspace) -> None:
    """With their titles; Enter takes the newest, and a new one can always be begun."""
    for id, title in (("2026-03-01-overgewicht", "Gezond"), ("2026-11-02-eenzaamheid", "Samen")):
        (made.sessions / id).mkdir()
        text = f"title: {title}\ncreated: {id[:10]}\n"
        (made.sessions / id / "session.yaml").write_text(text, "utf-8")
    id, dialogue = opened(made, Back, ENTER)
    assert id == "2026-11-02-eenzaamheid"
    assert list(offered(dialogue).values()) == ["Samen", "Gezond", "Een nieuwe sessie beginnen"]
    id, _ = opened(made, "", "Schooluitval", "Samen tegen schooluitval", "")
    assert id == "2026-11-21-schooluitval"
    assert len(sessions.ids(made)) == 3


def test_a_session_that_cannot_be_read_stays_in_the_menu(made: Workspace) -> None:
    """Choosing it tells what is wrong and where."""
    (made.sessions / "2026-11-02-stuk").mkdir()
    (made.sessions / "2026-11-02-stuk" / "session.yaml").write_text("title: [\n", "utf-8")
    with pytest.raises(KompasError) as told:
        opened(made, ENTER)
    assert "session.yaml" in told.value.problems[0].file


def test_a_part_of_the_name_is_enough(meeting: Meeting) -> None:
    """And a name that fits nothing is wrong use, with what there is."""
    id, dialogue = opened(meeting.workspace, part="school")
    assert id == meeting.id
    assert not dialogue.asked
    with pytest.raises(WrongUse, match="past bij “obesitas”"):
        opened(meeting.workspace, part="obesitas")


def test_a_new_session_asks_first_who_takes_part(tmp_path: Path) -> None:
    """One line each, at once on the disk, until Enter."""
    meeting = Meeting(tmp_path, {})
    dialogue = meeting.begin("mentor, vmbo De Boeg, onderwijs", "moeder, , ouders", "bakker, , ", "", "")
    assert dialogue.questions[:5] == ["Deelnemer"] * 3 + [
        "Deelnemer",
        "Vanuit welk perspectief praat bakker mee?",
    ]
    assert dialogue.questions[5] == "Welke bouwsteen?"
    assert [person["id"] for person in meeting.people()] == ["mentor-vmbo-de-boeg", "moeder", "bakker"]


def test_people_can_come_later(tmp_path: Path) -> None:
    """Esc, F2 and F3 at the first question go on without anybody, and next time it is asked again."""
    meeting = Meeting(tmp_path, {})
    for move in (Back, Skip, Overview):
        assert meeting.begin(move).questions == ["Deelnemer", "Welke bouwsteen?"]


def test_the_menu_of_blocks_shows_how_far_each_is(meeting: Meeting) -> None:
    """In the order of the Kwaliteitskompas; Enter takes the first that is not ready."""
    meeting.store("vooraf.ambition", {"text": "Elk kind kent iemand."})
    dialogue = meeting.begin(Back, Overview, Skip, ENTER)
    labels = list(offered(dialogue, 0).values())
    assert labels[0] == "vooraf: Voordat je begint (1 van 6 klaar)"
    assert labels[1].startswith("0A: Gezamenlijk belang (0 van ")
    assert labels[2].startswith("0B: Samenwerken en beslissen (0 van ")
    assert [label.partition(":")[0] for label in labels[3:-2]] == ["initiatief", "bijeenkomst"]
    assert labels[-2:] == ["Deelnemers (5)", "Stoppen: alles is bewaard"]
    assert dialogue.questions[0] == dialogue.questions[3]
    assert screen(dialogue).startswith("vooraf Voordat je begint · stap 2 van 6")


def test_being_ready_ends_without_a_complaint(meeting: Meeting) -> None:
    """The menu is the way out too, and the session comes back as it is."""
    dialogue = ScriptedDialogue(["+people", "on", "+ready"])
    assert meeting.lead(dialogue).session.id == meeting.id
    assert not dialogue.left


def test_a_meeting_can_begin_at_any_step(meeting: Meeting) -> None:
    """--block and --step, in capitals or not; a step alone is found in whatever block has it."""
    assert screen(meeting.begin(block="0a", step="urgency")).startswith("0A Gezamenlijk belang · stap 5")
    assert screen(meeting.begin(step="trust")).startswith("0B ")
    assert screen(meeting.begin(block="0B")).startswith("0B Samenwerken en beslissen · stap 1")


def test_a_block_or_step_that_is_not_there_is_wrong_use(meeting: Meeting) -> None:
    """Before anything is asked, with what was probably meant."""
    with pytest.raises(WrongUse, match="bouwsteen “0Z”"):
        meeting.lead(ScriptedDialogue(), "0Z")
    with pytest.raises(WrongUse, match="stap “urgentie”") as told:
        meeting.lead(ScriptedDialogue(), "0A", "urgentie")
    assert "urgency" in told.value.hint


def test_a_step_that_fell_away_cannot_be_begun_at(meeting: Meeting) -> None:
    """Who chose to do it alone has no step about partners."""
    meeting.store("0A.others_needed", {"chosen": ["niet-nodig"]})
    with pytest.raises(WrongUse, match="stakeholders"):
        meeting.lead(ScriptedDialogue(), "0A", "stakeholders")


def test_phones_cannot_answer_every_kind(meeting: Meeting) -> None:
    """Also not where a block says so: it is told, with the steps where they can."""
    block = meeting.catalog.blocks["0A"]
    steps = tuple(msgspec.structs.replace(one, phone=True) for one in block.steps)
    blocks = {**meeting.catalog.blocks, "0A": msgspec.structs.replace(block, steps=steps)}
    catalog = msgspec.structs.replace(meeting.catalog, blocks=blocks)
    with pytest.raises(WrongUse, match=r"“issue” kunnen mensen niet met hun telefoon") as caught:
        start.phone_step(catalog, meeting.opened(), "0A.issue")
    assert "Met telefoons kan het bij: urgency, cooperation, signals" in caught.value.hint
    assert "issue" not in caught.value.hint


def test_a_step_for_phones_that_is_in_two_blocks(meeting: Meeting) -> None:
    """The block must be named; where all are listed, these are with theirs."""
    block = meeting.catalog.blocks["0A"]
    blocks = {**meeting.catalog.blocks, "9Z": msgspec.structs.replace(block, id="9Z")}
    catalog = msgspec.structs.replace(meeting.catalog, blocks=blocks)
    with pytest.raises(WrongUse, match="meer bouwstenen") as caught:
        start.phone_step(catalog, meeting.opened(), "urgency")
    assert caught.value.hint == "Kies uit: 0A.urgency, 9Z.urgency."
    assert start.phone_step(catalog, meeting.opened(), "9z.urgency") == ("9Z", "urgency")
    with pytest.raises(WrongUse) as caught:
        start.phone_step(catalog, meeting.opened(), "5")
    assert "0A.urgency, 0A.cooperation, 0A.signals, vision, " in caught.value.hint
    assert "ambition," not in caught.value.hint


def test_a_block_is_no_step_for_phones(meeting: Meeting) -> None:
    """Only its own steps are named, and only those that phones answer."""
    with pytest.raises(WrongUse, match="“0A” is een bouwsteen") as caught:
        start.phone_step(meeting.catalog, meeting.opened(), "0a")
    assert caught.value.hint == "Met telefoons kan het bij: urgency, cooperation, signals."


def test_the_menu_points_behind_the_block_that_people_left(meeting: Meeting) -> None:
    """Also when a step of an earlier block was never done; after a new start, at the last with answers."""
    meeting.store("0A.issue", {"text": "Uitval."})
    dialogue = meeting.begin("0A", Back, Back)
    assert default(dialogue, 0) == "0A"
    assert default(dialogue) == "0B"


def test_without_a_terminal_the_other_ways_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody can press a key, kompas says what to do instead."""
    monkeypatch.setattr(start, "has_screen", lambda: False)
    with pytest.raises(KompasError) as told:
        start.dialogue_for(accessible=False)
    assert "--answers" in told.value.hint
    assert "--accessible" in told.value.hint
    assert start.dialogue_for(accessible=True)


def test_the_menu_of_sessions_is_for_other_commands_too(meeting: Meeting) -> None:
    """Without a new session among the choices, unless asked for."""
    dialogue = ScriptedDialogue([ENTER])
    assert start.session_menu(meeting.workspace, dialogue) == meeting.id
    dialogue = ScriptedDialogue([""])
    assert start.session_menu(meeting.workspace, dialogue, Choice("", "Nieuw")) == ""
