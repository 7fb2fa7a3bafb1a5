"""A register: quick entry, correcting, removing, and what is still missing."""

from typing import Any

import pytest

from kompas.guide.dialogue import Back, Pick, Skip, Text
from tests.guide.meeting import Meeting, default, offered, on_screen, screen
from tests.guide.scripted import ENTER, Answer, AtTell

STAKEHOLDERS = "0A.stakeholders"
# Name, domain, ring now, ring wished: what is asked of a party at once.
SCHOOL: tuple[Answer, ...] = ("vmbo De Boeg", "onderwijs", "meedenken", "meewerken")
STUDENTS: tuple[Answer, ...] = ("Leerlingenraad", "jongeren", "meeweten", "meebeslissen")


def records(meeting: Meeting, address: str = STAKEHOLDERS) -> list[dict[str, Any]]:
    """The records as they stand in the file."""
    found: list[dict[str, Any]] = (meeting.stored(address) or {"records": []})["records"]
    return found


class TestAdding:
    def test_only_the_quick_fields_are_asked(self, meeting: Meeting) -> None:
        """In order, and then at once the next party, until an empty name."""
        dialogue = meeting.at(STAKEHOLDERS, "add", *SCHOOL, *STUDENTS, "")
        assert dialogue.questions[1:6] == [
            "Naam van de partij",
            "Domein",
            "Kring nu",
            "Kring gewenst",
            "Naam van de partij",
        ]
        assert records(meeting) == [
            {
                "id": "vmbo-de-boeg",
                "name": "vmbo De Boeg",
                "domain": "onderwijs",
                "ring_now": "meedenken",
                "ring_wished": "meewerken",
            },
            {
                "id": "leerlingenraad",
                "name": "Leerlingenraad",
                "domain": "jongeren",
                "ring_now": "meeweten",
                "ring_wished": "meebeslissen",
            },
        ]

    def test_every_field_is_on_the_disk_before_the_next(self, meeting: Meeting) -> None:
        """Ctrl-C after the domain keeps the name and the domain."""
        meeting.at(STAKEHOLDERS, "add", "vmbo De Boeg", "onderwijs")
        assert records(meeting) == [{"id": "vmbo-de-boeg", "name": "vmbo De Boeg", "domain": "onderwijs"}]

    def test_what_was_entered_stays_in_sight(self, meeting: Meeting) -> None:
        """With the number of the party and the words people chose."""
        dialogue = meeting.at(STAKEHOLDERS, "add", *SCHOOL, "Leerlingenraad", "jongeren")
        assert "Partij 1" in screen(dialogue, 4)
        assert "Meedenken" in screen(dialogue, 4)
        assert "Partij 2" in screen(dialogue)

    def test_fields_can_be_left_out(self, meeting: Meeting) -> None:
        """A draft may be incomplete: what was passed over is not in the file."""
        meeting.at(STAKEHOLDERS, "add", "vmbo De Boeg", "", "", "", "")
        assert records(meeting) == [{"id": "vmbo-de-boeg", "name": "vmbo De Boeg"}]

    def test_the_policy_is_asked_only_of_the_municipality(self, meeting: Meeting) -> None:
        """And it goes when the domain changes to something else."""
        dialogue = meeting.at(STAKEHOLDERS, "add", "Team jeugd", "gemeente", "jeugd", "", "", "")
        assert dialogue.questions[3] == "Beleid van de gemeente"
        assert "Beleid van de gemeente" in screen(dialogue, 4)
        assert records(meeting)[0]["policy_field"] == "jeugd"
        dialogue = meeting.at(STAKEHOLDERS, "correct", "domain", "welzijn", "")
        assert "policy_field" not in offered(dialogue, 3)
        assert records(meeting) == [{"id": "team-jeugd", "name": "Team jeugd", "domain": "welzijn"}]

    def test_esc_goes_back_a_field_with_what_was_given(self, meeting: Meeting) -> None:
        """Over a field that does not apply; another name for the party keeps its id."""
        dialogue = meeting.at(
            STAKEHOLDERS,
            "add",
            "vmbo De Boei",
            "onderwijs",
            Back,
            Back,
            "vmbo De Boeg",
            ENTER,
            "meeweten",
            "",
        )
        assert [question.default for _, question in dialogue.asked[4:7]] == [
            "onderwijs",
            "vmbo De Boei",
            "onderwijs",
        ]
        assert records(meeting) == [
            {"id": "vmbo-de-boei", "name": "vmbo De Boeg", "domain": "onderwijs", "ring_now": "meeweten"}
        ]

    def test_esc_at_the_name_goes_back_to_the_list(self, meeting: Meeting) -> None:
        """And nothing is stored of a party without a name."""
        dialogue = meeting.at(STAKEHOLDERS, "add", Back)
        assert dialogue.questions[0] == dialogue.questions[2]
        assert meeting.stored(STAKEHOLDERS) is None

    def test_two_of_the_same_name_are_two(self, meeting: Meeting) -> None:
        """With ids that differ and that people can read."""
        meeting.at(STAKEHOLDERS, "add", *SCHOOL, *SCHOOL, "")
        first, second = (record["id"] for record in records(meeting))
        assert first == "vmbo-de-boeg"
        assert second.startswith("vmbo-de-boeg-")

    def test_a_name_without_letters_gets_an_id_too(self, meeting: Meeting) -> None:
        """A party may be called whatever it is called."""
        meeting.at(STAKEHOLDERS, "add", "🙂", "", "", "", "")
        assert records(meeting)[0]["name"] == "🙂"
        assert records(meeting)[0]["id"].startswith("id-")


class TestSeeing:
    def test_the_table_is_there_after_every_change(self, meeting: Meeting) -> None:
        """The quick fields, in words people read."""
        dialogue = meeting.at(STAKEHOLDERS, "add", *SCHOOL, "")
        shown = screen(dialogue)
        for words in ("Naam van de partij", "vmbo De Boeg", "Onderwijs", "Meewerken"):
            assert words in shown
        assert "Beleid van de gemeente" not in shown

    def test_young_people_and_parents_are_missed_out_loud(self, meeting: Meeting) -> None:
        """Until they are there; other domains are only mentioned."""
        loud = "Dit ontbreekt nog: jongeren en ouders. Zonder jongeren en ouders praat je over hen"
        dialogue = meeting.at(STAKEHOLDERS, "add", *SCHOOL, "", "add", *STUDENTS, "")
        assert loud in screen(dialogue, 6)
        assert "Dit ontbreekt nog: ouders. " in screen(dialogue)
        assert "gemeente, opvang, " in screen(dialogue)
        meeting.at(STAKEHOLDERS, "add", "Ouderraad", "ouders", "meewerken", "meewerken", "")
        assert "Dit ontbreekt nog" not in screen(meeting.at(STAKEHOLDERS))

    def test_policies_are_missed_once_the_municipality_is_there(self, meeting: Meeting) -> None:
        """Not before."""
        assert "onderwijsachterstanden" not in screen(meeting.at(STAKEHOLDERS, "add", *SCHOOL, ""))
        dialogue = meeting.at(STAKEHOLDERS, "add", "Team jeugd", "gemeente", "jeugd", "", "", "")
        assert "jeugdgezondheid, veiligheid en onderwijsachterstanden." in screen(dialogue)

    def test_few_parties_get_advice(self, meeting: Meeting) -> None:
        """With what is usual, and why."""
        dialogue = meeting.at(STAKEHOLDERS, "add", *SCHOOL, "")
        assert "1 partij: dat is weinig. Meestal zijn het er 8 tot 22." in screen(dialogue)

    def test_the_ring_now_and_the_ring_wished_are_compared(self, meeting: Meeting) -> None:
        """Only where they differ."""
        same: tuple[Answer, ...] = ("Ouderraad", "ouders", "meewerken", "meewerken")
        shown = screen(meeting.at(STAKEHOLDERS, "add", *SCHOOL, *same, ""))
        assert "vmbo De Boeg: nu meedenken, gewenst meewerken." in shown
        assert "Ouderraad: nu" not in shown

    def test_one_record_can_be_read_whole(self, meeting: Meeting) -> None:
        """All its fields; of several, people choose which."""
        long = "\n".join(f"Regel {number}" for number in range(30))
        meeting.at(STAKEHOLDERS, "add", *SCHOOL, "", "correct", "interest", long, "")
        dialogue = meeting.at(STAKEHOLDERS, "read")
        assert "Regel 29" in on_screen(dialogue.told[0])
        meeting.at(STAKEHOLDERS, "add", *STUDENTS, "")
        dialogue = meeting.at(STAKEHOLDERS, "read", "leerlingenraad", "read", "vmbo-de-boeg", AtTell(Back))
        assert "Meebeslissen" in on_screen(dialogue.told[0])
        assert "Regel 29" in on_screen(dialogue.told[1])

    def test_an_empty_list_says_why_and_how(self, meeting: Meeting) -> None:
        """And only offers what can be done."""
        dialogue = meeting.at(STAKEHOLDERS)
        assert "Jongeren en ouders" in "".join(dialogue.asked[0][0].tips)
        assert "Hang ze op en haal dubbele weg." in " ".join(screen(dialogue).split())
        assert list(offered(dialogue)) == ["add", "on"]


class TestChanging:
    def test_one_field_is_corrected(self, meeting: Meeting) -> None:
        """The list of fields shows what each holds, and then points at the next one."""
        meeting.at(STAKEHOLDERS, "add", *SCHOOL, "")
        dialogue = meeting.at(STAKEHOLDERS, "correct", "influence", "4", ENTER, "meewerken")
        question = dialogue.asked[1][1]
        assert question.question == "Welk onderdeel van vmbo De Boeg?"
        assert isinstance(question, Pick)
        notes = {choice.value: choice.note for choice in question.choices}
        assert notes["domain"] == "Onderwijs"
        assert notes["influence"] == "nog leeg"
        assert default(dialogue, 3) == "ring_now"
        assert records(meeting)[0]["influence"] == "4"
        assert records(meeting)[0]["ring_now"] == "meewerken"

    def test_enter_goes_through_all_fields(self, meeting: Meeting) -> None:
        """From the first to “Klaar”, as a form."""
        meeting.at("vooraf.means", "add", "Een dag per week", "tijd", "", "", "")
        dialogue = meeting.at("vooraf.means", "correct", *[ENTER] * 8)
        asked = [question.question for _, question in dialogue.asked[2:-1:2]]
        assert asked == ["Wat", "Soort", "Van wie", "Tot wanneer"]
        assert dialogue.questions[-1] == "Welk onderdeel van Een dag per week?"

    def test_a_field_can_be_cleared(self, meeting: Meeting) -> None:
        """A choice, a number, a text: empty is gone."""
        meeting.at(STAKEHOLDERS, "add", *SCHOOL, "")
        everything = ("influence", "4", "interest", "Rust", "contact_role", "mentor")
        meeting.at(STAKEHOLDERS, "correct", *everything, "")
        nothing = ("influence", "", "interest", "", "contact_role", "", "domain", "")
        meeting.at(STAKEHOLDERS, "correct", *nothing, "")
        assert set(records(meeting)[0]) == {"id", "name", "ring_now", "ring_wished"}

    def test_the_name_cannot_be_cleared(self, meeting: Meeting) -> None:
        """A party without a name would be nobody."""
        meeting.at(STAKEHOLDERS, "add", *SCHOOL, "")
        meeting.at(STAKEHOLDERS, "correct", "name", "", "")
        assert records(meeting)[0]["name"] == "vmbo De Boeg"

    def test_another_name_keeps_the_id(self, meeting: Meeting) -> None:
        """So that whatever points to this party still does."""
        meeting.at(STAKEHOLDERS, "add", *SCHOOL, "")
        meeting.at("0A.activities", "add", "Huiswerkclub", "vmbo-de-boeg", "", "", "")
        meeting.at(STAKEHOLDERS, "correct", "name", "vmbo De Haven", "")
        assert records(meeting)[0]["id"] == "vmbo-de-boeg"
        assert "vmbo De Haven" in screen(meeting.at("0A.activities"))

    def test_fields_stand_in_the_order_of_the_definition(self, meeting: Meeting) -> None:
        """In whatever order they were filled in, git shows only what changed."""
        meeting.at(STAKEHOLDERS, "add", *SCHOOL, "")
        meeting.at(STAKEHOLDERS, "correct", "next_step", "Bellen", "level", "tactisch", "")
        assert list(records(meeting)[0]) == [
            *("id", "name", "domain", "level", "ring_now", "ring_wished", "next_step")
        ]

    def test_esc_in_a_field_goes_back_to_the_fields(self, meeting: Meeting) -> None:
        """And from the fields to the list."""
        meeting.at(STAKEHOLDERS, "add", *SCHOOL, "")
        dialogue = meeting.at(STAKEHOLDERS, "correct", "domain", Back, Back)
        assert dialogue.questions[-2:] == ["Welk onderdeel van vmbo De Boeg?", "Wat wil je doen?"]
        assert records(meeting)[0]["domain"] == "onderwijs"

    def test_of_several_people_choose_which(self, meeting: Meeting) -> None:
        """By name."""
        meeting.at(STAKEHOLDERS, "add", *SCHOOL, *STUDENTS, "")
        dialogue = meeting.at(STAKEHOLDERS, "correct", "leerlingenraad", "influence", "2", "")
        assert list(offered(dialogue, 1).values()) == ["vmbo De Boeg", "Leerlingenraad"]
        assert [record.get("influence") for record in records(meeting)] == [None, "2"]

    def test_a_long_text_that_was_begun_belongs_to_its_field(self, meeting: Meeting) -> None:
        """It comes back there, at once and after a stop, and in no other field or party."""
        meeting.at(STAKEHOLDERS, "add", *SCHOOL, *STUDENTS, "")
        first: tuple[Answer, ...] = ("correct", "vmbo-de-boeg")
        dialogue = meeting.at(STAKEHOLDERS, *first, "interest", Back("Rust in"), "interest", Skip("Rust in"))
        assert dialogue.asked[-1][0].title != "Wie horen er aan tafel?"
        script = (*first, "reason", Back(""), Back, "correct", "leerlingenraad", "interest", Back(""))
        dialogue = meeting.at(STAKEHOLDERS, *script, Back, *first, "interest", "Rust in de klas")
        texts = [question.default for _, question in dialogue.asked if isinstance(question, Text)]
        assert texts == ["", "", "Rust in"]
        assert records(meeting)[0]["interest"] == "Rust in de klas"
        dialogue = meeting.at(STAKEHOLDERS, *first, "interest")
        assert default(dialogue) == "Rust in de klas"

    def test_removing_is_asked_first(self, meeting: Meeting) -> None:
        """By name, and no is what Enter means."""
        meeting.at(STAKEHOLDERS, "add", *SCHOOL, *STUDENTS, "")
        dialogue = meeting.at(STAKEHOLDERS, "remove", "vmbo-de-boeg", ENTER)
        assert dialogue.questions[2] == "vmbo De Boeg weghalen? Dit kun je niet terugdraaien."
        assert len(records(meeting)) == 2
        meeting.at(STAKEHOLDERS, "remove", "vmbo-de-boeg", Back, "remove", "vmbo-de-boeg", "ja")
        assert [record["id"] for record in records(meeting)] == ["leerlingenraad"]

    def test_removing_the_last_one_leaves_no_answer(self, meeting: Meeting) -> None:
        """The step is open again."""
        meeting.at(STAKEHOLDERS, "add", *SCHOOL, "")
        dialogue = meeting.at(STAKEHOLDERS, "remove", "ja")
        assert meeting.stored(STAKEHOLDERS) is None
        assert list(offered(dialogue)) == ["add", "on"]


class TestFields:
    @pytest.mark.parametrize(
        ("typed", "stored"),
        [
            ("1-3-2027", "2027-03-01"),
            ("1 maart", "2027-03-01"),
            ("21-11", "2026-11-21"),
            ("2027-03-01", "2027-03-01"),
        ],
    )
    def test_dates_are_typed_as_people_write_them(self, meeting: Meeting, typed: str, stored: str) -> None:
        """Stored for machines, shown for people; without a year it is the next time that day comes."""
        dialogue = meeting.at("0A.actions", "add", "Bel de raad", "mentor", typed, "")
        assert records(meeting, "0A.actions")[0]["date"] == stored
        month = "maart 2027" if stored.startswith("2027") else "november 2026"
        assert month in screen(dialogue)

    def test_a_date_that_cannot_be_is_asked_again(self, meeting: Meeting) -> None:
        """With an example; empty leaves it open. Corrected, it stands there as people type it."""
        dialogue = meeting.at("0A.actions", "add", "Bel de raad", "mentor", "30-2", "straks", "1-3", "")
        assert dialogue.complaints == ["Die dag bestaat niet.", "Typ een datum, bijvoorbeeld 21-11-2026."]
        dialogue = meeting.at("0A.actions", "correct", "date", "")
        assert default(dialogue, 2) == "1-3-2027"
        assert "date" not in records(meeting, "0A.actions")[0]

    def test_a_number_has_its_limits(self, meeting: Meeting) -> None:
        """And says which."""
        meeting.at(STAKEHOLDERS, "add", *SCHOOL, "")
        dialogue = meeting.at(STAKEHOLDERS, "correct", "influence", "6", "veel", "5", "")
        assert dialogue.complaints == ["Typ een heel getal. Een getal van 1 tot en met 5."] * 2
        assert records(meeting)[0]["influence"] == "5"

    def test_yes_or_no_can_be_left_open(self, meeting: Meeting) -> None:
        """Yes, no, and not answered are three things."""
        meeting.at("0A.actions", "add", "Bel de raad", "mentor", "", "")
        for given, stored in (("nee", "false"), ("ja", "true"), ("", None)):
            dialogue = meeting.at("0A.actions", "correct", "done", given, "")
            assert records(meeting, "0A.actions")[0].get("done") == stored
        assert default(dialogue, 2) == "ja"

    def test_a_participant_is_chosen_from_who_takes_part(self, meeting: Meeting) -> None:
        """By role; someone who is no longer known stays until another is chosen."""
        meeting.store("0A.actions", {"records": [{"id": "bel", "what": "Bel", "who": "oud-collega"}]})
        dialogue = meeting.at("0A.actions", "correct", "who", ENTER, "")
        assert offered(dialogue, 2)["moeder"] == "moeder"
        assert records(meeting, "0A.actions")[0]["who"] == "oud-collega"
        meeting.at("0A.actions", "correct", "who", "moeder", "")
        assert records(meeting, "0A.actions")[0]["who"] == "moeder"

    def test_what_points_to_nothing_yet_is_not_asked(self, meeting: Meeting) -> None:
        """Without parties, an activity has no question about its party."""
        dialogue = meeting.at("0A.activities", "add", "Huiswerkclub", "kinderen", "veel", "")
        assert "Partij" not in dialogue.questions
        assert records(meeting, "0A.activities")[0]["contribution"] == "veel"

    def test_a_list_of_what_is_not_there_yet_says_so(self, meeting: Meeting) -> None:
        """A record that is named after a party needs parties first."""
        dialogue = meeting.at("0B.forms", "add")
        assert "Daar staat nog niets." in on_screen(dialogue.told[0])
        assert meeting.stored("0B.forms") is None


class TestRows:
    @pytest.fixture
    def parties(self, meeting: Meeting) -> Meeting:
        """A meeting that knows two parties."""
        meeting.at(STAKEHOLDERS, "add", *SCHOOL, *STUDENTS, "")
        return meeting

    def test_a_record_for_each_party(self, parties: Meeting) -> None:
        """One after the other, each with its name above it; the party itself is not asked."""
        dialogue = parties.at("0B.forms", "rows", "partnerschap", "Samen.", "ja", "", "", "")
        assert offered(dialogue, 0)["rows"] == "Volgende: vmbo De Boeg (nog 2)"
        assert "1 van 2: vmbo De Boeg" in screen(dialogue, 1)
        assert "2 van 2: Leerlingenraad" in screen(dialogue, 4)
        assert "Partij" not in dialogue.questions
        assert records(parties, "0B.forms") == [
            {
                "id": "vmbo-de-boeg",
                "party": "vmbo-de-boeg",
                "form": "partnerschap",
                "reason": "Samen.",
                "mutual": "true",
            },
            {"id": "leerlingenraad", "party": "leerlingenraad"},
        ]

    def test_what_is_still_to_discuss_is_said(self, parties: Meeting) -> None:
        """After a stop it goes on with the next party; then there is none left."""
        parties.at("0B.forms", "rows", "partnerschap", "", "")
        dialogue = parties.at("0B.forms", ENTER, "", "", "")
        assert "Nog te bespreken: Leerlingenraad." in screen(dialogue, 0)
        assert "2 van 2" not in screen(dialogue, 1)
        assert "rows" not in offered(dialogue)
        assert "Nog te bespreken" not in screen(dialogue)

    def test_esc_leaves_the_rest_for_later(self, parties: Meeting) -> None:
        """What was filled in stays; at the first question of a party, nothing of it is stored."""
        dialogue = parties.at("0B.forms", "rows", "partnerschap", "", "", Back)
        assert offered(dialogue)["rows"] == "Volgende: Leerlingenraad (nog 1)"
        assert len(records(parties, "0B.forms")) == 1

    def test_statements_with_a_certain_answer_become_rows(self, meeting: Meeting) -> None:
        """Only those that someone gave “nog niet”; they come and go with the last round."""
        no_and_yes = ["1", "3", "1", *["3"] * 6]
        meeting.at("vooraf.readiness", "typed", *no_and_yes, *["3"] * 36)
        dialogue = meeting.at("vooraf.conversations", "rows", "eerst", "bestuur", "wethouder", "1-12")
        assert offered(dialogue, 0)["rows"].startswith("Volgende: Wij willen samen met onze partners")
        assert records(meeting, "vooraf.conversations") == [
            {
                "id": "change-together",
                "topic": "change_together",
                "priority": "eerst",
                "with_whom": "bestuur",
                "who": "wethouder",
                "date": "2026-12-01",
            }
        ]
        assert "Wij willen samen met anderen leren" in screen(dialogue)

    def test_a_row_with_nothing_more_to_ask_is_stored_at_once(self, parties: Meeting) -> None:
        """A team's own list may have only the party as a quick field."""
        parties.add_block(
            "eigen",
            """
            format: 1
            id: eigen
            title: Eigen
            purpose: Voor ons.
            steps:
              - id: visited
                kind: register
                title: Bezocht
                why: Daarom.
                how: Zo.
                tips: [Kort.]
                minutes: 5
                record: bezoek
                records: bezoeken
                rows: {source: 0A.stakeholders, field: party}
                fields: [{id: party, label: Partij, type: party, quick: true}, {id: note, label: Wat}]
            """,
        )
        parties.at("eigen.visited", "rows")
        assert [record["party"] for record in records(parties, "eigen.visited")] == [
            "vmbo-de-boeg",
            "leerlingenraad",
        ]
