"""Groups at the table: dealing everyone out, the same or others, and who comes in or leaves later."""

from pathlib import Path
from typing import Any

import pytest

from kompas.console import render
from kompas.guide.dialogue import Back, PickMany, Skip
from tests.evening import EVENING
from tests.guide.meeting import Meeting, default, offered, on_screen, screen
from tests.guide.scripted import ENTER

TABLES = "avond.tables"
TWO = {"records": [{"id": "geld", "theme": "Geld"}, {"id": "ruimte", "theme": "Ruimte"}]}


@pytest.fixture
def evening(meeting: Meeting) -> Meeting:
    """Five people, each from another perspective, and two themes."""
    meeting.add_block("avond", EVENING)
    meeting.store(TABLES, TWO)
    return meeting


def evening_of(root: Path, number: int, themes: int, perspective: str = "jongeren") -> Meeting:
    """So many people of one perspective, and so many themes."""
    made = Meeting(root, {f"leerling {place}": perspective for place in range(number)})
    made.add_block("avond", EVENING)
    names = [{"id": f"t{place}", "theme": f"Thema {place}"} for place in range(themes)]
    made.store(TABLES, {"records": names})
    return made


def groups(meeting: Meeting) -> dict[str, list[str]]:
    """Who is in which group, as it stands in the file."""
    found: list[dict[str, Any]] = (meeting.stored(TABLES) or {"records": []})["records"]
    return {one["id"]: one.get("members", []) for one in found}


def leave(meeting: Meeting, id: str) -> None:
    """Someone goes home."""
    meeting.store_person(id, left="2026-11-21")


class TestDealing:
    def test_everyone_is_dealt_out_after_people_have_seen_it(self, evening: Meeting) -> None:
        """Names and perspectives for each group; nothing is stored before they agree."""
        dialogue = evening.at(TABLES, "deal", ENTER)
        assert groups(evening) == {"geld": [], "ruimte": []}
        shown = screen(dialogue)
        assert "3 mensen: 1 gemeente, 1 onderwijs en 1 welzijn" in " ".join(shown.split())
        assert "wethouder" in shown
        dialogue = evening.at(TABLES, "deal", ENTER, ENTER)
        sizes = {len(ids) for ids in groups(evening).values()}
        assert sizes == {2, 3}
        assert "3 mensen" in screen(dialogue)
        assert "Nog niet in een groep" not in screen(dialogue)

    def test_the_host_can_be_left_out(self, evening: Meeting) -> None:
        """All are chosen unless people take someone away; who is left out is told afterwards."""
        everyone = ["mentor", "leerling", "moeder", "wethouder", "jongerenwerker"]
        dialogue = evening.at(TABLES, "deal", everyone[:4], "yes")
        assert set(default(dialogue, 1)) == set(everyone)
        assert sorted(len(ids) for ids in groups(evening).values()) == [2, 2]
        assert "Nog niet in een groep: jongerenwerker." in screen(dialogue)

    def test_who_leads_a_group_is_not_dealt_out(self, evening: Meeting) -> None:
        """They are not even in the list, and stand above their group."""
        evening.at(TABLES, "correct", "geld", "leader", "mentor", "")
        dialogue = evening.at(TABLES, "deal", ENTER, ENTER, "groups")
        assert "mentor" not in offered(dialogue, 1)
        assert "mentor" not in [id for ids in groups(evening).values() for id in ids]
        assert "Begeleider: mentor" in on_screen(dialogue.told[0])

    def test_esc_goes_back_to_who_take_part(self, evening: Meeting) -> None:
        """With what was chosen; and from there to the menu. Nothing is stored."""
        dialogue = evening.at(TABLES, "deal", ["mentor", "moeder"], Back, ENTER, Back, Back)
        assert default(dialogue, 3) == ("mentor", "moeder")
        assert dialogue.questions[-1] == "Wat wil je doen?"
        assert not any(groups(evening).values())

    def test_later_leaves_it_as_it_was(self, evening: Meeting) -> None:
        """F3 in the middle of it goes on to the next step."""
        dialogue = evening.at(TABLES, "deal", ENTER, Skip)
        assert dialogue.asked[-1][0].title == "Ons voorstel"
        assert not any(groups(evening).values())

    def test_nobody_chosen(self, evening: Meeting) -> None:
        """That is said, and nothing is dealt."""
        dialogue = evening.at(TABLES, "deal", [])
        assert "Er is niemand gekozen." in on_screen(dialogue.told[0])
        assert not any(groups(evening).values())

    def test_other_groups_before_they_are_stored(self, evening: Meeting) -> None:
        """Another proposal, as long as people want; “laat het” stores none."""
        dialogue = evening.at(TABLES, "deal", ENTER, "others", "no")
        assert screen(dialogue, 2) != screen(dialogue, 3)
        assert not any(groups(evening).values())

    def test_what_was_written_of_a_group_stays(self, evening: Meeting) -> None:
        """In the order of the definition."""
        evening.at(TABLES, "correct", "geld", "note", "Bij het raam", "")
        evening.at(TABLES, "deal", ENTER, ENTER)
        assert list(evening.stored(TABLES)["records"][0]) == ["id", "theme", "members", "note"]


class TestAgain:
    @pytest.fixture
    def dealt(self, evening: Meeting) -> Meeting:
        """The same evening, with everyone in a group."""
        evening.at(TABLES, "deal", ENTER, ENTER)
        return evening

    def test_the_groups_can_be_kept(self, dealt: Meeting) -> None:
        """Enter keeps them, and so does Esc."""
        before = groups(dealt)
        dialogue = dealt.at(TABLES, "deal", ENTER, "deal", Back)
        assert "wethouder" in screen(dialogue, 1)
        assert groups(dealt) == before

    def test_or_people_meet_others(self, dealt: Meeting) -> None:
        """As many others as there can be."""
        before = groups(dealt)
        dealt.at(TABLES, "deal", "again", ENTER, ENTER)
        after = groups(dealt)
        assert {frozenset(ids) for ids in after.values()} != {frozenset(ids) for ids in before.values()}
        assert sorted(id for ids in after.values() for id in ids) == sorted(
            id for ids in before.values() for id in ids
        )

    def test_esc_goes_back_a_question(self, dealt: Meeting) -> None:
        """To whether they want other groups at all."""
        dialogue = dealt.at(TABLES, "deal", "again", Back, "keep")
        assert dialogue.questions[1] == dialogue.questions[3] == "Er zijn al groepen. Wat wil je?"

    def test_who_was_left_out_stays_out(self, evening: Meeting) -> None:
        """Unless they came only today."""
        evening.at(TABLES, "deal", ["mentor", "leerling", "moeder"], ENTER)
        evening.store_person("buurvrouw", joined="2026-11-21")
        dialogue = evening.at(TABLES, "deal", "again")
        assert set(default(dialogue)) == {"mentor", "leerling", "moeder", "buurvrouw"}
        assert "wethouder" in offered(dialogue)


class TestChanging:
    @pytest.fixture
    def dealt(self, evening: Meeting) -> Meeting:
        """The same evening, with everyone in a group."""
        evening.at(TABLES, "deal", ENTER, ENTER)
        return evening

    def changed(self, before: dict[str, list[str]], after: dict[str, list[str]]) -> list[str]:
        """The groups that are others than they were."""
        return [group for group in before if before[group] != after[group]]

    def test_who_comes_late_changes_one_group(self, dealt: Meeting) -> None:
        """It is shown first; all others sit where they sat."""
        before = groups(dealt)
        dealt.store_person("buurvrouw", joined="2026-11-21", perspective="ouders")
        dialogue = dealt.at(TABLES, "change", ENTER, ENTER)
        assert "Nog niet in een groep: buurvrouw." in screen(dialogue, 0)
        (group,) = self.changed(before, groups(dealt))
        name = {"geld": "Geld", "ruimte": "Ruimte"}[group]
        assert f"buurvrouw komt bij {name}." in screen(dialogue, 2)
        assert len(before[group]) == 2
        assert groups(dealt)[group] == [*before[group], "buurvrouw"]

    def test_who_leaves_changes_one_group(self, dealt: Meeting) -> None:
        """Nothing is asked but whether it is right."""
        before = groups(dealt)
        leave(dealt, "moeder")
        dialogue = dealt.at(TABLES, "change", ENTER)
        assert "Weg, maar nog in een groep: moeder." in screen(dialogue, 0)
        assert "moeder gaat weg bij" in screen(dialogue, 1)
        (group,) = self.changed(before, groups(dealt))
        assert groups(dealt)[group] == [id for id in before[group] if id != "moeder"]
        assert "moeder" not in screen(dialogue)

    def test_both_at_once(self, dealt: Meeting) -> None:
        """Who comes gets the place that became free, so that groups stay even."""
        leave(dealt, "moeder")
        dealt.store_person("vader", joined="2026-11-21", perspective="ouders")
        dialogue = dealt.at(TABLES, "change", ENTER, ENTER)
        assert sorted(len(ids) for ids in groups(dealt).values()) == [2, 3]
        shown = screen(dialogue, 2)
        assert shown.index("moeder gaat weg bij") < shown.index("vader komt bij")

    def test_people_choose_who_comes_in(self, evening: Meeting) -> None:
        """Only who came today is chosen already: others were left out for a reason."""
        evening.at(TABLES, "deal", ["mentor", "leerling", "moeder"], ENTER)
        evening.store_person("buurvrouw", joined="2026-11-21")
        dialogue = evening.at(TABLES, "change", ENTER, ENTER)
        assert default(dialogue, 1) == ("buurvrouw",)
        assert "wethouder" in offered(dialogue, 1)
        assert sorted(len(ids) for ids in groups(evening).values()) == [2, 2]

    def test_esc_and_no_change_nothing(self, dealt: Meeting) -> None:
        """Esc goes back to who comes in, with what was chosen."""
        before = groups(dealt)
        dealt.store_person("buurvrouw", joined="2026-11-21")
        dealt.store_person("buurman", joined="2026-11-21")
        dialogue = dealt.at(TABLES, "change", ["buurman"], Back, ENTER, "no", "change", [], "change", Back)
        assert default(dialogue, 3) == ("buurman",)
        assert groups(dealt) == before

    def test_nobody_came_or_left(self, dealt: Meeting) -> None:
        """It says where to tell that somebody does."""
        dialogue = dealt.at(TABLES, "change")
        assert "in het overzicht, bij Deelnemers" in " ".join(on_screen(dialogue.told[0]).split())

    def test_who_leads_a_group_after_all_leaves_the_other(self, dealt: Meeting) -> None:
        """Nobody can sit in two groups."""
        other = "geld" if "mentor" in groups(dealt)["ruimte"] else "ruimte"
        dealt.at(TABLES, "correct", other, "leader", "mentor", "")
        dialogue = dealt.at(TABLES, "change", ENTER)
        assert "In meer dan één groep: mentor." in screen(dialogue, 0)
        assert "mentor" not in [id for ids in groups(dealt).values() for id in ids]
        assert "In meer dan één groep" not in screen(dialogue)

    def test_who_leads_the_group_they_were_dealt_into_is_no_member(self, dealt: Meeting) -> None:
        """They would be counted twice; it is told once, and what is there for it mends it."""
        own = "ruimte" if "mentor" in groups(dealt)["ruimte"] else "geld"
        dealt.at(TABLES, "correct", own, "leader", "mentor", "")
        dialogue = dealt.at(TABLES, "change", ENTER)
        assert screen(dialogue, 0).count("Meer dan één keer in dezelfde groep: mentor.") == 1
        assert "mentor" not in groups(dealt)[own]
        assert "Meer dan één keer" not in screen(dialogue)

    def test_two_people_swap_by_hand(self, dealt: Meeting) -> None:
        """The members of a group are chosen from who is there; who left stays until taken away."""
        leave(dealt, "moeder")
        group = next(id for id, ids in groups(dealt).items() if "moeder" in ids)
        dialogue = dealt.at(TABLES, "correct", group, "members", ENTER, "")
        question = dialogue.asked[3][1]
        assert isinstance(question, PickMany)
        assert {choice.value: choice.note for choice in question.choices}["moeder"] == "weg"
        assert "moeder" in groups(dealt)[group]
        dealt.at(TABLES, "correct", group, "members", ["mentor"], "")
        assert groups(dealt)[group] == ["mentor"]
        dealt.at(TABLES, "correct", group, "members", [], "")
        assert groups(dealt)[group] == []

    def test_a_correction_only_offers_who_is_there(self, dealt: Meeting) -> None:
        """Who left is not put into a group by accident."""
        leave(dealt, "moeder")
        group = next(id for id, ids in groups(dealt).items() if "moeder" not in ids)
        assert "moeder" not in offered(dealt.at(TABLES, "correct", group, "members"))


class TestSizes:
    @pytest.mark.parametrize(("people", "themes"), [(3, 2), (300, 30), (300, 1), (1, 1), (2, 5), (7, 3)])
    def test_three_people_or_three_hundred(self, tmp_path: Path, people: int, themes: int) -> None:
        """Each gets a place, and groups differ by one at most, also when they are dealt anew."""
        made = evening_of(tmp_path, people, themes)
        made.at(TABLES, "deal", ENTER, ENTER, "deal", "again", ENTER, ENTER)
        sizes = [len(ids) for ids in groups(made).values()]
        assert sum(sizes) == people
        assert max(sizes) - min(sizes) <= 1

    def test_one_group_can_only_be_that(self, tmp_path: Path) -> None:
        """Other groups are not offered where there are none."""
        dialogue = evening_of(tmp_path, 5, 1).at(TABLES, "deal", ENTER)
        assert list(offered(dialogue)) == ["yes", "no"]
        assert list(offered(evening_of(tmp_path / "b", 2, 2).at(TABLES, "deal", ENTER))) == ["yes", "no"]

    def test_without_perspectives(self, tmp_path: Path) -> None:
        """Only how many there are is told."""
        dialogue = evening_of(tmp_path, 4, 2, perspective="").at(TABLES, "deal", ENTER)
        assert "2 mensen" in screen(dialogue)
        assert "2 mensen:" not in screen(dialogue)

    def test_an_empty_group_says_so(self, tmp_path: Path) -> None:
        """There may be more themes than people."""
        dialogue = evening_of(tmp_path, 1, 2).at(TABLES, "deal", ENTER, ENTER)
        assert "Nog niemand" in screen(dialogue, 2)
        assert "0 mensen" in screen(dialogue)

    def test_without_participants(self, meeting: Meeting, tmp_path: Path) -> None:
        """It says what to do."""
        made = Meeting(tmp_path / "leeg", {"mentor": "onderwijs"})
        made.add_block("avond", EVENING)
        made.store(TABLES, TWO)
        leave(made, "mentor")
        told = on_screen(made.at(TABLES, "deal").told[0])
        assert "Er zijn nog geen deelnemers. Zet ze er eerst bij" in told

    def test_when_everyone_leads_a_group(self, tmp_path: Path) -> None:
        """Nobody is left to deal out; that is said."""
        made = Meeting(tmp_path, {"mentor": "onderwijs"})
        made.add_block("avond", EVENING)
        made.store(TABLES, {"records": [{"id": "geld", "theme": "Geld", "leader": "mentor"}]})
        told = " ".join(on_screen(made.at(TABLES, "deal").told[0]).split())
        assert "Er is niemand om in te delen." in told

    def test_without_groups(self, meeting: Meeting) -> None:
        """First there must be themes."""
        meeting.add_block("avond", EVENING)
        assert list(offered(meeting.at(TABLES))) == ["add", "on"]

    @pytest.mark.parametrize("width", [20, 40])
    def test_on_a_narrow_screen(self, evening: Meeting, width: int) -> None:
        """The proposal can be read, and so can what is stored."""
        dialogue = evening.at(TABLES, "deal", ENTER, ENTER)
        for place in (2, 3):
            lines = render(dialogue.asked[place][0].body, width, plain=True)
            assert max(map(len, lines)) <= width
            assert "Ruimte" in "".join(lines)

    def test_someone_nobody_knows(self, evening: Meeting) -> None:
        """A file that was changed by hand: the id is shown, and stays until people take it away."""
        evening.store(TABLES, {"records": [{"id": "geld", "theme": "Geld", "members": ["oud-collega"]}]})
        dialogue = evening.at(TABLES, "groups", "correct", "members", ENTER, "")
        assert "oud-collega" in on_screen(dialogue.told[0])
        assert groups(evening) == {"geld": ["oud-collega"]}
