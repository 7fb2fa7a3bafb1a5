"""A dialogue that answers anything with anything, and looks at every question what is on the disk.

It remembers what was given and acknowledged: words that no other answer has, and scores. Those must be
in the files until somebody replaces or removes them.
"""

import re
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from kompas.console import render
from kompas.errors import Interrupted
from kompas.guide.conversation import Conversation
from kompas.guide.dialogue import Back, Line, Move, Overview, Page, Pick, PickMany, Skip, Stop, Text, YesNo
from kompas.guide.scores import parse_score
from kompas.shapes import plain
from kompas.steps.consent import ConsentStep
from kompas.steps.poll import PollRound, PollStep, Score
from kompas.steps.proposal import Version
from kompas.steps.register import RegisterAnswer, RegisterStep, name_of
from kompas.view import Heading
from tests.guide.meeting import Meeting

_WORD = re.compile(r"woord\d+")
# What is typed where a word of our own does not fit: scores, counts, dates, numbers.
_SCORES = ("?", "3", "1", "7", "ja", "8:3 7:2", "4:2, ?:1", "ja: 2, deels: 1", "2 1 1")
_TYPED = (*_SCORES, "21-3", "1 mei 2027", "5", "19.30")
_MOVES: tuple[tuple[type[Move], float], ...] = ((Back, 0.06), (Skip, 0.05), (Overview, 0.05), (Stop, 0.03))
_Whose = tuple[str, str, str, str]  # step, round, participant, statement


class Wanderer:
    """Wanders through conversations about one session until its patience is gone."""

    conversation: Conversation

    def __init__(self, meeting: Meeting, dice: Random, patience: int) -> None:
        self.meeting = meeting
        self.dice = dice
        self.patience = patience
        self.live: set[str] = set()
        self.scores: dict[_Whose, Score] = {}
        self.earlier: dict[tuple[str, str], Any] = {}
        self.log: list[str] = []
        self._left = ""  # the step that is being asked
        self._starts = False
        self._count = 0
        self._since: Callable[[], None] = lambda: None

    def lead(self, block: str = "") -> None:
        """Start kompas, and wander until it ends."""
        meeting = self.meeting
        self._starts = True
        self.log.append("--- start")
        opened = meeting.opened()
        self.conversation = Conversation(meeting.workspace, meeting.catalog, self, meeting.now, opened)
        try:
            self.conversation.run(block)
        except Interrupted:
            return
        except BaseException as error:
            error.add_note("\n".join(self.log[-20:]))
            raise

    def line(self, page: Page, question: Line) -> str:
        self._look(page, question.question)
        self._perhaps_move("")
        given = self._typed(question)
        address, step = self._step(page)
        if question.hidden and isinstance(step, ConsentStep):
            self._reacted(page, address, given)
        elif question.hidden:
            self._scored(page, question.question, given)
        elif isinstance(step, ConsentStep) and question.question.startswith("Hoeveel"):
            self._forget_reactions(address)
        else:
            self._replace(question.default, given)
        return self._noted(given)

    def text(self, page: Page, question: Text) -> str:
        self._look(page, question.question)
        given = self.dice.choice([self._word(), f"{question.default}\n{self._word()}", question.default, ""])
        self._perhaps_move(given, question.default)
        self._replace(question.default, given)
        return self._noted(given)

    def pick(self, page: Page, question: Pick) -> str:
        self._look(page, question.question, question)
        self._perhaps_move("")
        values = [choice.value for choice in question.choices]
        given = self.dice.choice(values)
        if given in ("+pause", "+ready", "remove"):
            given = self.dice.choice(values)
        if given != question.default:
            self._forget_dependent(page)
        return self._noted(given)

    def pick_many(self, page: Page, question: PickMany) -> tuple[str, ...]:
        self._look(page, question.question)
        self._perhaps_move("")
        return tuple(choice.value for choice in question.choices if self.dice.random() < 0.5)

    def yes_no(self, page: Page, question: YesNo) -> bool:
        self._look(page, question.question)
        self._perhaps_move("")
        given = self.dice.random() < 0.5
        if given and "weghalen" in question.question:
            self._forget_record(page, question.question)
        self._noted(str(given))
        return given

    def tell(self, page: Page) -> None:
        self._look(page, "(vertelt)")
        self._perhaps_move("")

    def watch(self, page: Callable[[], Page], keys: Mapping[str, str]) -> str:
        raise AssertionError("Nobody wanders through a round by phone")

    def _look(self, page: Page, question: str, menu: Pick | None = None) -> None:
        """What was given is on the disk before this question."""
        self.log.append(f"{page.where} | {page.title} | {question}")
        self._check_start(page, menu)
        assert render(page.body, 40, plain=False) is not None
        opened = self.meeting.opened()
        assert not opened.problems
        assert opened.session == self.conversation.opened.session
        self.session = opened.session
        self._since()
        self._since = lambda: None
        self._check_words()
        self._check_scores()
        self.meeting.now.forward(seconds=1)

    def _check_start(self, page: Page, menu: Pick | None) -> None:
        """A start without a block, after a stop in a step, begins with the offer to go on there."""
        if self._starts and menu and menu.question in ("Waar ga je verder?", "Welke bouwsteen?"):
            labels = [choice.label for choice in menu.choices]
            assert not self._left or any(label.endswith(f": {self._left}") for label in labels)
        if menu or " · stap " in page.where:
            self._starts = False
        self._left = page.title if " · stap " in page.where else ""

    def _check_words(self) -> None:
        folders = (self.meeting.folder, self.meeting.workspace.local)
        files = [path for folder in folders for path in sorted(folder.rglob("*.*"))]
        held = "".join(path.read_text("utf-8", "replace") for path in files)
        lost = self.live - set(_WORD.findall(held))
        assert not lost, f"{sorted(lost)} was given and is not on the disk"

    def _check_scores(self) -> None:
        for block in self.meeting.catalog.blocks.values():
            for step in block.steps:
                answer = self.session.answer(block.id, step.id)
                if isinstance(step, PollStep) and answer:
                    for one in answer.rounds[:-1]:
                        held = self.earlier.setdefault((step.id, one.id), plain(one))
                        assert held == plain(one), "An earlier round has changed"
        for (address, id, person, statement), score in self.scores.items():
            ballots = next(one.ballots for one in self._rounds(address) if one.id == id)
            assert [one.scores[statement] for one in ballots if one.participant == person] == [score]

    def _rounds(self, address: str) -> tuple[PollRound, ...]:
        """The rounds of a poll, as they stand in the files."""
        answer = self.session.answer(*address.split("."))
        assert answer, f"{address} is not on the disk"
        rounds: tuple[PollRound, ...] = answer.rounds
        return rounds

    def _perhaps_move(self, typed: str, default: str = "") -> None:
        self.patience -= 1
        dice = self.dice.random()
        chosen: type[Move] | None = Stop if self.patience <= 0 else None
        for move, chance in _MOVES:
            dice -= chance
            if dice < 0 and not chosen:
                chosen = move
        if chosen:
            self.log.append(f"    {chosen.__name__} {typed!r}")
            if typed.strip():
                self._replace(default, typed)
            raise chosen(typed)

    def _typed(self, question: Line) -> str:
        if question.question == "Deelnemer":
            word = self._word()
            return self.dice.choice([word, f"{word}, {self._word()}, onderwijs", f"{word}, , niemand", ""])
        words = [self._word(), self._word(), "", *self.dice.sample(_TYPED, len(_TYPED))]
        self.dice.shuffle(words)
        own = [] if question.hidden else [words.index(word) for word in words if _WORD.match(word)]
        order = [words[place] for place in own] + words if self.dice.random() < 0.8 else words
        return next(word for word in order if question.check(word) is None)

    def _word(self) -> str:
        self._count += 1
        return f"woord{self._count}"

    def _replace(self, before: str, given: str) -> None:
        """What was given counts from now on; what stood there before does not."""
        self.live -= set(_WORD.findall(before))
        self.live |= set(_WORD.findall(given))

    def _noted(self, given: str) -> str:
        self.log.append(f"    {given!r}")
        return given

    def _step(self, page: Page) -> tuple[str, Any]:
        """The address and the definition of the step on this page."""
        block = page.where.split(" ")[0]
        steps = self.meeting.catalog.blocks[block].steps if block in self.meeting.catalog.blocks else ()
        return next(((f"{block}.{step.id}", step) for step in steps if step.title == page.title), ("", None))

    def _scored(self, page: Page, statement: str, given: str) -> None:
        """At the next question this score must stand in the last round."""
        if not given:
            return
        address, step = self._step(page)
        asked = next(one.id for one in step.statements if one.text == statement)
        role = next(view.text for view in page.body if isinstance(view, Heading)).split(": ")[-1]
        people = self.conversation.opened.session.about.participants
        person = next((one.id for one in people if one.label == role), "")

        def check() -> None:
            last = self._rounds(address)[-1]
            mine = [one for one in last.ballots if step.anonymous or one.participant == person]
            score = parse_score(step, given)
            assert any(asked in one.scores and one.scores[asked] == score for one in mine)
            if person and not step.anonymous:
                self.scores[address, last.id, person, asked] = score

        self._since = check

    def _reacted(self, page: Page, address: str, given: str) -> None:
        """At the next question this reaction must stand in the last version, with nobody else's changed."""
        if not given:
            return
        role = next(view.text for view in page.body if isinstance(view, Heading)).split(": ")[-1]
        people = {one.label: one.id for one in self.conversation.opened.session.about.participants}
        reaction = {"1": "none", "3": "objection"}[given]
        before = self._versions(address)[-1].responses
        if reaction == "none":
            self._forget_reactions(address)

        def check() -> None:
            now = self._versions(address)[-1].responses
            mine = [one.response for one in now if one.participant == people.get(role, "")]
            assert reaction in mine
            assert {one.participant for one in before} <= {one.participant for one in now}

        self._since = check

    def _versions(self, address: str) -> tuple[Version, ...]:
        """The versions of a proposal, as they stand in the files."""
        answer = self.meeting.opened().session.answer(*address.split("."))
        assert answer, f"{address} is not on the disk"
        versions: tuple[Version, ...] = answer.versions
        return versions

    def _forget_reactions(self, address: str) -> None:
        """Whoever has nothing against it any more has no words about it, nor has who is not counted."""
        for one in self._versions(address)[-1].responses:
            self.live -= set(_WORD.findall(f"{one.reason} {one.suggestion}"))

    def _forget_dependent(self, page: Page) -> None:
        """Another choice may make fields fall away that belonged to the one before."""
        address, step = self._step(page)
        if isinstance(step, RegisterStep):
            dependent = [field.id for field in step.fields if field.when]
            for record in self._records(address):
                for id in dependent:
                    self.live -= set(_WORD.findall(str(record.get(id, ""))))

    def _forget_record(self, page: Page, question: str) -> None:
        address, step = self._step(page)
        if not step:  # someone who takes part
            self.live -= set(_WORD.findall(question))
            return
        around = self.conversation._around(self.meeting.catalog.blocks[address.split(".")[0]])
        for record in self._records(address):
            if question.startswith(name_of(step, record, around)):
                self.live -= set(_WORD.findall(str(record)))

    def _records(self, address: str) -> tuple[dict[str, Any], ...]:
        block, _, step = address.partition(".")
        answer = self.conversation.opened.session.answer(block, step)
        return answer.records if isinstance(answer, RegisterAnswer) else ()
