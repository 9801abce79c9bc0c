"""One pass of a file over the records of one type; see `transfer.importers.Session`."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from goodwill.kernel import changes, rights, verbs
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid, Told
from goodwill.kernel.refs import Ref
from goodwill.kernel.richtext import plain_text
from goodwill.kernel.text import fold
from goodwill.records import writing
from goodwill.records.api.one import changing_fields, creating_fields, given_to_create
from goodwill.records.codec import written
from goodwill.records.custom.showing import hidden
from goodwill.records.fields import Field, Kind
from goodwill.records.forms import FORMATTED
from goodwill.records.registry import RecordType
from goodwill.records.show import read_all, title_of
from goodwill.records.values import read_value
from goodwill.transfer import hanging
from goodwill.transfer.everywhere import still_meant
from goodwill.transfer.generic.adding import Adding
from goodwill.transfer.generic.finding import Finder
from goodwill.transfer.generic.happened import held, is_dated
from goodwill.transfer.generic.reading import Line, Reader
from goodwill.transfer.generic.taken import Taken
from goodwill.transfer.hanging import Hanging
from goodwill.transfer.importers import Candidate, Decision, Outcome
from goodwill.transfer.mapping.fields import ABOUT, WRITTEN_AT, ending, written_fields
from goodwill.transfer.needed import advice
from goodwill.transfer.options import Doubles, FieldPolicy, Options, Policy
from goodwill.transfer.values import Given

TOLD = 3


@dataclass
class Plan:
    """`values` are to be written into `record`, or into a new one, which stands there when it was written."""

    values: dict[str, Any]
    record: Any = None
    is_new: bool = False
    named: dict[str, str] = field(default_factory=dict)
    """Names of those that are added first, by the field that leads to each."""
    added: Hanging = field(default_factory=Hanging)


def _nothing(given: Given) -> None:
    return None


class _Undone(Exception):
    """Ends a trial: what it wrote is taken back by its savepoint."""


class Session:
    batch_id: int | None = None
    meant: frozenset[int] = frozenset()

    def __init__(self, type: RecordType, options: Options, by: Actor, remembers: bool) -> None:
        self._type, self._options, self._by, self._remembers = type, options, by, remembers
        self._adding = Adding(type, options.adds, by)
        self._reader = Reader(type, by, self._adding, still_meant(options))
        self._finder = Finder(type, options, by, self._same)
        self._ends = ending(type)
        self._creating, self._changing = creating_fields(type) | self._ends, changing_fields(type) | self._ends
        self._changing |= {WRITTEN_AT: self._creating[WRITTEN_AT]} if is_dated(type) else {}
        self._written = written_fields(type)
        self._made: dict[Hashable, list[Plan]] = {}
        self._may_create = rights.allows(by, "create", type.model)
        self._taken = Taken([type], by, remembers)

    meets = None

    @property
    def read(self) -> Callable[[Given], None]:
        """Nothing is made of a row alone: what it names is looked up for many together."""
        return _nothing

    def decide(self, rows: Sequence[Given]) -> list[Decision]:
        lines = self._reader.read(rows)
        self._wrong_values(lines)
        self._finder.batch_id = self.batch_id
        self._finder.look_up([line for line in lines if not line.wrong])
        if not self._remembers:
            self._made.clear()
        self._known = self._hanging_of(lines)
        if self._taken:
            self._taken.look_up([self._stored(line.values) for line in lines if not line.wrong])
        decisions = [self._one(line) for line in lines]
        return self._tried(decisions) if self._remembers else decisions

    def ids_of_rows(self) -> dict[int, int]:
        return {}

    def write(self, decisions: Sequence[Decision]) -> None:
        try:
            for decision in decisions:
                self._write(decision.plan)
        except BaseException:
            self._adding.forget()
            raise
        found = hanging.current()
        added = [(decision.plan.record, decision.plan.added) for decision in decisions if decision.plan.added]
        if found and added:
            found.write(self._options.source, added, self._by)

    def _write(self, plan: Plan) -> None:
        values = plan.values | self._adding.ids(plan.named)
        ended = {name: values.pop(name) for name in self._ends if name in values}
        if plan.is_new and plan.record is None:
            plan.record = self._create(values)
        elif values:
            at = self._day_of(values)
            writing.edit(self._type, plan.record, written(self._type, values, plan.record), by=self._by, at=at)
        for name, at in ended.items():
            tick = verbs.get(self._type.ref_name, self._type.tick)
            assert tick
            tick.function(plan.record, by=self._by, at=read_value(self._ends[name], at, self._by))

    def _day_of(self, values: dict[str, Any]) -> Any:
        """When a record was written, of a type that can be told so; it is none of its fields."""
        told = values.pop(WRITTEN_AT, "") if WRITTEN_AT not in self._type.all_fields else ""
        return read_value(self._changing[WRITTEN_AT], told, self._by) if told else None

    def _create(self, values: dict[str, Any]) -> Any:
        own = {name: value for name, value in values.items() if name in self._creating}
        given = given_to_create(self._type, own, self._by)
        about = {ABOUT: values[ABOUT]} if values.get(ABOUT) else {}
        return writing.create(self._type, given | about, by=self._by)

    def _wrong_values(self, lines: Sequence[Line]) -> None:
        """Each value is read as the form would read it, so that all that is wrong in a row is said at once."""
        for line in lines:
            for name, raw in list(line.values.items()):
                into = self._written[name]
                try:
                    if into.kind is Kind.MONEY:
                        written(self._type, {name: raw})
                    else:
                        read_value(into, raw, self._by)
                except Invalid as refusal:
                    line.wrong.append((self._text_of(line, name), refusal.sentence))

    def _text_of(self, line: Line, name: str) -> str:
        return next(iter(line.given.every(f"{self._type.name}.{name}")), "")

    def _one(self, line: Line) -> Decision:
        given = line.given
        if line.wrong:
            sentence = " ".join(dict.fromkeys(why for _text, why in line.wrong))
            return Decision(given, Outcome.REFUSED, sentence, wrong=line.wrong)
        record, alike = (None, []) if given.is_new else self._finder.record(line)
        earlier = self._finder.among(line, [] if given.is_new else self._made.get(self._finder.made_by(line), []))
        line.hanging.tags += self._options.tags
        record = record or self._just_so(line, alike)
        if record is not None:
            return self._change(line, Plan({}, record))
        if alike:
            return self._perhaps(line, alike)
        if earlier is not None:
            return self._add(line, earlier)
        return self._new(line, Outcome.NEW)

    def _just_so(self, line: Line, alike: Sequence[Any]) -> Any:
        """Of several that are called so, the one that holds all that the row says: the same file twice makes none."""
        taking = self._changing.values()
        for record in alike:
            told = [(field, line.values[field.name]) for field in taking if field.name in line.values]
            if told and all(self._same(field, raw, record) for field, raw in told):
                return record
        return None

    def _perhaps(self, line: Line, alike: Sequence[Any]) -> Decision:
        names = ", ".join(title_of(self._type, record) for record in alike[:TOLD])
        sentence = _("%(count)d records here are called so: %(names)s.") % {"count": len(alike), "names": names}
        maybe = [
            Candidate(record.pk, title_of(self._type, record), f"#{record.pk}", self._type.name)
            for record in alike[:TOLD]
        ]
        if self._options.doubles == Doubles.HOLD:
            return Decision(line.given, Outcome.REFUSED, sentence, maybe=maybe)
        decision = self._new(line, Outcome.DOUBLE)
        decision.sentence, decision.maybe = decision.sentence or sentence, maybe
        return decision

    def _new(self, line: Line, outcome: Outcome) -> Decision:
        if not self._may_create:
            sentence = _("You may not add records of this kind. The row was not taken.")
            return Decision(line.given, Outcome.REFUSED, sentence)
        values = {name: value for name, value in line.values.items() if name in self._creating or name == ABOUT}
        usual = {"owner": self._options.owner, "team": self._options.team, self._type.stage: self._options.stage}
        values = {name: value for name, value in usual.items() if value and name in self._creating} | values
        named = {name: text for name, text in line.added.items() if name in self._creating}
        told = values | named
        if missing := self._missing(values, told):
            sentence = " ".join(_("%s is needed.") % one.label for one in missing)
            return Decision(
                line.given, Outcome.REFUSED, f"{sentence} {advice(self._type, missing, self._options.targets)}"
            )
        plan = Plan(values, is_new=True, named=named, added=line.hanging)
        if refusal := self._claimed(values, ("new", id(plan)), str(values.get(self._type.title, "")), {}):
            return Decision(line.given, Outcome.REFUSED, refusal)
        if (key := self._finder.made_by(line)) is not None:
            self._made.setdefault(key, []).append(plan)
        return Decision(line.given, outcome, plan=plan)

    def _missing(self, values: Mapping[str, Any], told: Mapping[str, Any]) -> list[Field]:
        """What the row is to say and does not: but for what the firm has a usual value for, or does not show."""
        needed = [one for one in self._creating.values() if one.required and told.get(one.name) in _NOTHING]
        usual = {one.name for one in needed if one.kept and one.default is not None} - values.keys()
        away = usual | hidden(self._type, self._by, given=values) if needed else usual
        return [one for one in needed if one.name not in away]

    def _stored(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Of the fields of which no two records have the same."""
        names = self._taken.names & values.keys()
        return {name: changes.plain(read_value(self._type.all_fields[name], values[name], self._by)) for name in names}

    def _claimed(self, values: Mapping[str, Any], mine: Hashable, name: str, before: Mapping[str, Any]) -> str:
        """Why a record cannot have these values, or nothing: then they are its own from now on."""
        if not self._taken:
            return ""
        told = self._stored(values)
        if not (refusal := self._taken.refusal(told, mine)):
            self._taken.take(told, mine, name, before)
        return refusal

    def _add(self, line: Line, earlier: Plan) -> Decision:
        """A row about a record that an earlier row of the file makes: it says more of it, or the same again."""
        told = earlier.values | earlier.named
        more = {name: value for name, value in line.values.items() if told.get(name) in (None, "", [])}
        named = {name: text for name, text in line.added.items() if told.get(name) in (None, "", [])}
        if refusal := self._claimed(more, ("new", id(earlier)), str(told.get(self._type.title, "")), {}):
            return Decision(line.given, Outcome.REFUSED, refusal)
        news = hanging.missing(line.hanging, {Ref("", 0): _folded(earlier.added)}, Ref("", 0))
        earlier.values |= more
        earlier.named |= named
        earlier.added.notes += news.notes
        earlier.added.tags += news.tags
        earlier.added.keys += news.keys
        return Decision(
            line.given, Outcome.SAME if not (more or named or news) else Outcome.UPDATED, plan=Plan({}, earlier)
        )

    def _change(self, line: Line, plan: Plan) -> Decision:
        record = plan.record
        differing = {
            name: value
            for name, value in line.values.items()
            if name in self._changing and name not in line.usual and self._takes(name, value, record)
        }
        named = {name: text for name, text in line.added.items() if self._takes_name(name, record)}
        added = Hanging() if self._options.policy == Policy.CREATE else line.hanging
        added = hanging.missing(added, self._known, record.ref)
        if not differing and not named and not added:
            return Decision(line.given, Outcome.SAME)
        if not rights.allows(self._by, "change", record):
            sentence = _("This is %(name)s, which you may not change. The row was not taken.")
            return Decision(line.given, Outcome.REFUSED, sentence % {"name": title_of(self._type, record)})
        if refusal := self._claimed(differing, record.pk, title_of(self._type, record), getattr(record, "extra", {})):
            return Decision(line.given, Outcome.REFUSED, refusal)
        return Decision(line.given, Outcome.UPDATED, plan=Plan(differing, record, named=named, added=added))

    def _takes(self, name: str, raw: Any, record: Any) -> bool:
        """Whether the file is to be believed here: by the policy of the field, where the two differ."""
        into = self._changing[name]
        policy = self._options.policy_of(f"{self._type.name}.{name}")
        if policy == FieldPolicy.KEEP or into.is_empty(raw):
            return False
        if self._same(into, raw, record):
            return False
        return policy == FieldPolicy.OVERWRITE or into.is_empty(held(self._type, into, record))

    def _takes_name(self, name: str, record: Any) -> bool:
        """The same for somebody who is not here yet: nobody whom the record leads to is."""
        if name not in self._changing:
            return False
        policy = self._options.policy_of(f"{self._type.name}.{name}")
        into = self._changing[name]
        return policy == FieldPolicy.OVERWRITE or (policy != FieldPolicy.KEEP and into.is_empty(read_all(into, record)))

    def _same(self, into: Field, raw: Any, record: Any) -> bool:
        now = held(self._type, into, record)
        if into.name in self._ends:
            return bool(now) >= bool(raw)  # what is done is done, whenever the file says it was
        if into.kind is Kind.MONEY:
            raw = written(self._type, {into.name: raw}, record)[into.name]
        wanted = read_value(into, raw, self._by)
        if into.name == FORMATTED:
            now, wanted = plain_text(now or ""), plain_text(wanted)
        return bool(now == wanted or (into.is_empty(now) and into.is_empty(wanted)))

    def _hanging_of(self, lines: Sequence[Line]) -> dict[Ref, Hanging]:
        found = hanging.current()
        if found is None or not (self._options.tags or any(line.hanging for line in lines)):
            return {}
        records = [record for line in lines if not line.wrong and (record := self._finder.record(line)[0])]
        return found.known(self._options.source, [record.ref for record in records])

    def _tried(self, decisions: list[Decision]) -> list[Decision]:
        """The same writes as in the run, taken back at once: what a model or a verb refuses is said before."""
        planned = [decision for decision in decisions if decision.outcome in _WRITTEN]
        if not planned or self._works(planned) is None:
            return decisions
        return [
            Decision(each.given, Outcome.REFUSED, refusal)
            if each.outcome in _WRITTEN and (refusal := self._works([each]))
            else each
            for each in decisions
        ]

    def _works(self, decisions: Sequence[Decision]) -> str | None:
        """None, or why not."""
        refusal: str | None = None
        try:
            with transaction.atomic(), changes.batch(self._by, "import"):
                self.write(decisions)
                changes.current_batch().flush()
                raise _Undone
        except _Undone:
            pass
        except Told as told:
            refusal = told.sentence
        except DatabaseError:
            refusal = _("The row could not be saved. Look at it.")
        self._adding.forget()
        for decision in decisions:
            if decision.plan.is_new:
                decision.plan.record = None
        return refusal


_NOTHING: tuple[Any, ...] = (None, "", [])
_WRITTEN = frozenset({Outcome.NEW, Outcome.UPDATED, Outcome.DOUBLE})


def _folded(added: Hanging) -> Hanging:
    return Hanging([fold(text) for text in added.notes], [fold(text)[:120] for text in added.tags], added.keys)
