"""From the values of a row to what `records.writing` takes for a record of a type, in few queries for all rows."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import About, Team, User
from goodwill.kernel.refs import Ref
from goodwill.kernel.richtext import from_text
from goodwill.kernel.text import fold
from goodwill.records import registry
from goodwill.records.fields import Field, Kind
from goodwill.records.filter.context import context_of
from goodwill.records.forms import FORMATTED
from goodwill.records.registry import RecordType
from goodwill.transfer.ended import ended_at
from goodwill.transfer.generic.abouts import find_abouts, reached, turned
from goodwill.transfer.generic.adding import LONGEST, Adding, kinds_of
from goodwill.transfer.generic.details import TELLING, Details, refs_of
from goodwill.transfer.generic.moments import at_time
from goodwill.transfer.hanging import Hanging
from goodwill.transfer.mapping.fields import ABOUT, BESIDE, GIVEN, REACH, TIME, ending, field_of
from goodwill.transfer.mapping.targets import KEEP_NOTE, KEEP_TAG
from goodwill.transfer.values import Given

MOST_NAMESAKES = 20
_NUMBERED = re.compile(r"#[0-9]{1,18}")


@dataclass
class Line:
    """One row, understood: `values` by the name of their field, in the order of the file."""

    given: Given
    values: dict[str, Any] = field(default_factory=dict)
    wrong: list[tuple[str, str]] = field(default_factory=list)
    """Texts that could not be taken, each with its sentence."""
    own_id: int | None = None
    added: dict[str, str] = field(default_factory=dict)
    """Names of those that are not here yet and come with the row, by the field that leads to each."""
    hanging: Hanging = field(default_factory=Hanging)
    usual: set[str] = field(default_factory=set)
    """Of the values, those that are not the row's own, but were said for all rows."""


class Reader:
    def __init__(
        self, type: RecordType, by: Actor, adding: Adding | None = None, everywhere: Mapping[str, str] | None = None
    ) -> None:
        self._type, self._adding, self._by = type, adding, by
        said = (everywhere or {}).items()
        self._everywhere = {target.partition(".")[2]: value for target, value in said}
        self._meant = cache(partial(field_of, type))  # a row asks for each of its cells
        self._ends = ending(type)
        self._titles: dict[str, dict[str, list[int]]] = {}
        self._abouts: dict[str, list[Ref]] = {}
        self._details = Details((), by)

    def read(self, rows: Sequence[Given]) -> list[Line]:
        for given in rows:
            self._name_whole(given)
        self._look_up(rows)
        self._details = Details(self._namesakes(rows), self._by)
        return [self._line(given) for given in rows]

    def _name_whole(self, given: Given) -> None:
        """Whom a row names, with the given name from its column; a company beside nobody is named itself."""
        for target in [target for target in given.values if target.partition(":")[2] in (GIVEN, BESIDE)]:
            whole, _colon, part = target.partition(":")
            if part == GIVEN and self._meant(target):
                given.values[whole] = [" ".join([*given.values.pop(target), *given.every(whole)])]
            elif part == BESIDE and self._meant(target) and not any(map(given.one, _said_by(whole))):
                given.values[whole] = given.values.pop(target)

    def _namesakes(self, rows: Sequence[Given]) -> Iterator[Ref]:
        """Those of whom rows say more than what they are called."""
        for target in {target for given in rows for target in given.values}:
            whole, _colon, part = target.partition(":")
            meant = self._meant(target)
            if meant is None or part not in TELLING:
                continue
            for given in rows:
                name = fold(given.one(whole)) if given.one(target) else ""
                if meant[0].name == ABOUT:
                    found: Sequence[Ref] = self._abouts.get(name, ())
                else:
                    found = _refs(meant[0], self._titles.get(_kind_of(meant[0]), {}).get(name, ()))
                yield from found if len(found) > 1 else ()

    def _line(self, given: Given) -> Line:
        line = Line(given)
        for name, text in given.kept:
            sentence = _("%(column)s: “%(text)s” is not understood. Correct it, or empty it.")
            line.wrong.append((text, sentence % {"column": name, "text": text[:80]}))
        parts: dict[str, dict[str, list[str]]] = {}
        for target, texts in given.values.items():
            meant = self._meant(target)
            if meant:
                parts.setdefault(meant[0].name, {})[meant[1]] = texts
        for name, told in parts.items():
            if told.keys() <= set(TELLING):
                continue
            self._value(line, self._type.all_fields.get(name) or self._parameter(name), told)
        for name in self._ends:
            self._end(line, name)
        for name, value in self._everywhere.items():
            line.usual.add(name)
            line.values[name] = value
        number = given.one("own_id").lstrip("#")
        line.own_id = int(number) if number.isdecimal() and len(number) < 19 else None
        key = given.one("external_id")
        line.hanging = Hanging(
            [*given.every("note"), *(["\n".join(given.every(KEEP_NOTE))] if given.every(KEEP_NOTE) else [])],
            [name for text in given.every("tags") for name in _words(text)] + [t[:60] for t in given.every(KEEP_TAG)],
            [f"{self._type.name}:{key}"[:200]] if key else [],
        )
        return line

    def _end(self, line: Line, name: str) -> None:
        fields = self._type.all_fields.values()
        due = next((line.values.get(field.name, "") for field in fields if field.end == name), "")
        at = ended_at(line.values.pop(name, ""), due, context_of(self._by).zone)
        if at:
            line.values[name] = at.isoformat()

    def _parameter(self, name: str) -> Field:
        meant = self._meant(f"{self._type.name}.{name}")
        assert meant is not None
        return meant[0]

    def _value(self, line: Line, into: Field, told: dict[str, list[str]]) -> None:
        text = " ".join(told.get("", []))
        if into.kind in (Kind.USER, Kind.TEAM, Kind.RELATION):
            found, namesakes = self._linked(into, text, told)
            if namesakes:
                line.wrong.append((text, _namesakes(into, text, len(namesakes), _details(told))))
            elif found is None and text and len(text) <= LONGEST and self._adding and self._adding.as_what(into):
                line.added[into.name] = text
            elif found is None:
                text = text or next(filter(None, (_first(told, part) for part in ("id", REACH))))
                line.wrong.append((text, self._nobody(into, text)))
            else:
                line.values[into.name] = found
        elif into.name == ABOUT and issubclass(self._type.model, About):
            named = self._about(text, told)
            if len(named) != 1:
                text = text or _first(told, REACH)
                line.wrong.append(
                    (text, _several(into, text, len(named), _details(told)) if named else self._nobody(into, text))
                )
            line.values[ABOUT] = str(named[0]) if len(named) == 1 else ""
        elif into.kind is Kind.MONEY:
            amount, _space, code = text.partition(" ")
            code = next(iter(told.get("currency", [])), "") or code
            line.values[into.name] = (
                {"amount": amount, **({"currency": code.upper()} if code else {})} if amount else ""
            )
        elif into.kind is Kind.MOMENT and _first(told, TIME):
            line.values[into.name] = at_time(text, told[TIME][0])
            if not line.values[into.name]:
                sentence = _("%(field)s: “%(text)s” is no time of a day. Correct it, or empty it.")
                line.wrong.append((told[TIME][0], sentence % {"field": into.label, "text": told[TIME][0][:80]}))
        elif into.kind in (Kind.TAGS, Kind.CHOICES):
            line.values[into.name] = [name for one in told.get("", []) for name in _words(one)]
        else:
            line.values[into.name] = from_text(text) if into.name == FORMATTED else text

    def _nobody(self, into: Field, text: str) -> str:
        sentence = _("%(field)s: there is no “%(text)s” here. Correct it, empty it, or bring it in first.")
        if self._adding and kinds_of(into, self._by):
            sentence = _("%(field)s: there is no “%(text)s” here. Correct it, or go back and say that it is added.")
        return sentence % {"field": into.label, "text": text[:80]}

    def _about(self, text: str, told: Mapping[str, list[str]]) -> Sequence[Ref]:
        """By its name; where several are called so, what else the row says tells which, if it does."""
        named, reach = self._abouts.get(fold(text), []), self._abouts.get(fold(_first(told, REACH)), [])
        if len(reach) == 1 and (reach[0] in named or not named):
            return reach
        return self._details.fitting(named, _details(told)) if len(named) > 1 else named

    def _linked(self, into: Field, text: str, told: Mapping[str, list[str]]) -> tuple[int | None, Sequence[int]]:
        """By its name; where several are called so, a number, mail or detail says which, or they are returned beside
        nobody."""
        number, reach = _first(told, "id"), _first(told, REACH)
        titles = self._titles.get(_kind_of(into), {})
        found, known = titles.get(fold(text), []), titles.get(f"{REACH} {fold(reach)}", [])
        wanted = int(number) if number.isdecimal() and len(number) < 19 else 0
        if not text and not reach:
            return (wanted if wanted in titles.get(f"#{wanted}", []) else None), []
        if wanted in found:
            return wanted, []
        if known and (known[0] in found or not found):
            return known[0], []
        if len(found) > 1 and (details := _details(told)):
            found = [ref.id for ref in self._details.fitting(_refs(into, found), details)]
        return (found[0], []) if len(found) == 1 else (None, found)

    def _look_up(self, rows: Sequence[Given]) -> None:
        """The records that cells name, by their folded titles, and by `#id` where only a number is given."""
        about = f"{self._type.name}.{ABOUT}"
        named = {text for given in rows for each in (about, f"{about}:{REACH}") for text in given.every(each)}
        self._abouts = find_abouts(self._type, named, self._by) if named else {}
        wanted: dict[str, tuple[Field, dict[str, str], set[int]]] = {}
        known: dict[str, set[str]] = {}
        for target in {target for given in rows for target in given.values}:
            meant = self._meant(target)
            if meant is None or meant[0].kind not in (Kind.USER, Kind.TEAM, Kind.RELATION):
                continue
            _field, names, ids = wanted.setdefault(_kind_of(meant[0]), (meant[0], {}, set()))
            texts = [given.one(target) for given in rows if given.one(target)]
            if meant[1] == REACH:
                known.setdefault(_kind_of(meant[0]), set()).update(texts)
            elif meant[1] in TELLING:
                continue
            elif meant[1] == "id":
                ids.update(int(text) for text in texts if text.isdecimal() and len(text) < 19)
            else:
                names.update((fold(text), text) for text in texts)
                ids.update(int(text[1:]) for text in texts if _NUMBERED.fullmatch(text))
        self._titles = {
            kind: self._found(into, names, ids, known.get(kind, ())) for kind, (into, names, ids) in wanted.items()
        }

    def _found(self, into: Field, names: dict[str, str], ids: set[int], known: Collection[str]) -> dict[str, list[int]]:
        if into.kind is Kind.USER:
            return self._users
        if into.kind is Kind.TEAM:
            return self._teams
        target = registry.target_of(into)
        title = target.field(target.title)
        if not title.column:
            return {}
        rows = rights.visible(target.model.objects.filter(**target.constant), self._by).order_by("-id")
        found: dict[str, list[int]] = {}
        if title.fold:
            named = rows.filter(**{f"{title.fold}__in": names})
            _gather(found, named.values_list("pk", title.column)[: MOST_NAMESAKES * max(1, len(names))])
        else:
            _gather(
                found, ((pk, text) for pk, text in rows.values_list("pk", title.column) if fold(str(text)) in names)
            )
        found |= _turned(rows, title, [text for name, text in names.items() if name not in found])
        found |= self._reached(target, rows, [text for name, text in names.items() if name not in found])
        found |= {f"{REACH} {text}": ids for text, ids in self._reached(target, rows, [*known]).items()}
        for pk in rows.filter(pk__in=ids).values_list("pk", flat=True):
            found[f"#{pk}"] = [pk]
        return found

    def _reached(self, target: RecordType, rows: "models.QuerySet[Any]", texts: list[str]) -> dict[str, list[int]]:
        """Those to whom no name led, by a mail or a number."""
        others = {
            fold(text): ref.id for text, (ref,) in reached(texts, self._by).items() if ref.type == target.ref_name
        }
        fitting = set(rows.filter(pk__in=others.values()).values_list("pk", flat=True)) if others else ()
        return {text: [pk] for text, pk in others.items() if pk in fitting}

    @cached_property
    def _users(self) -> dict[str, list[int]]:
        """By name, mail and id; by the first name alone where only one colleague has it."""
        found: dict[str, list[int]] = {}
        first: dict[str, list[int]] = {}
        for user in User.objects.filter(is_active=True, deleted_at=None).order_by("id"):
            for name in {fold(user.name), fold(user.email), f"#{user.pk}"}:
                found.setdefault(name, []).append(user.pk)
            first.setdefault(fold(user.name).partition(" ")[0], []).append(user.pk)
        return {name: ids for name, ids in first.items() if len(ids) == 1} | found

    @cached_property
    def _teams(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for team in Team.objects.order_by("id"):
            for name in (fold(team.name), f"#{team.pk}"):
                found.setdefault(name, []).append(team.pk)
        return found


def _several(into: Field, text: str, count: int, told: Sequence[str]) -> str:
    if told:
        return f"{_untold(into, text, count, told)} {_('Correct it, or name one like “party:12”, or by a mail.')}"
    sentence = _(
        "%(field)s: %(count)d here are called “%(text)s”. Name one by its type and number, like “party:12”, or by a "
        "mail; or take a column of their company or town."
    )
    return sentence % {"field": into.label, "text": text[:80], "count": count}


def _namesakes(into: Field, text: str, count: int, told: Sequence[str]) -> str:
    if told:
        return (
            f"{_untold(into, text, count, told)} {_('Correct it, or say which by its number, like “#12”, or a mail.')}"
        )
    sentence = _("%(field)s: %(count)d here are called “%(text)s”.")
    said = sentence % {"field": into.label, "count": count, "text": text[:80]}
    return (
        f"{said} {_('Say which by its number, like “#12”, or by a mail; or take a column of their company or town.')}"
    )


def _untold(into: Field, text: str, count: int, told: Sequence[str]) -> str:
    sentence = _("%(field)s: %(count)d here are called “%(text)s”, and “%(detail)s” does not say which.")
    detail = ", ".join(told)[:80]
    return sentence % {"field": into.label, "count": count, "text": text[:80], "detail": detail}


def _first(told: Mapping[str, list[str]], part: str) -> str:
    return next(iter(told.get(part, [])), "")


def _details(told: Mapping[str, list[str]]) -> list[str]:
    return [text for part in TELLING for text in told.get(part, [])]


def _said_by(target: str) -> tuple[str, ...]:
    return target, f"{target}:id", f"{target}:{REACH}", f"{target}:{GIVEN}"


def _refs(into: Field, ids: Iterable[int]) -> list[Ref]:
    """Colleagues and teams are told apart by their names alone."""
    return refs_of(registry.target_of(into).model, ids) if into.kind is Kind.RELATION else []


def _kind_of(into: Field) -> str:
    return into.target if into.kind is Kind.RELATION else into.kind.value


def _turned(rows: "models.QuerySet[Any]", title: Field, texts: Iterable[str]) -> dict[str, list[int]]:
    """Those who stand in the file with their family name first."""
    ways = {fold(turned(text)): fold(text) for text in texts if turned(text)} if title.fold else {}
    here: dict[str, list[int]] = {}
    if ways:
        _gather(here, rows.filter(**{f"{title.fold}__in": ways}).values_list("pk", str(title.column)))
    return {ways[name]: ids for name, ids in here.items() if name in ways}


def _gather(found: dict[str, list[int]], rows: Iterable[tuple[int, Any]]) -> None:
    for pk, text in rows:
        found.setdefault(fold(str(text)), []).append(pk)


def _words(text: str) -> list[str]:
    separator = ";" if ";" in text else ","
    return [name for name in (" ".join(part.split())[:60] for part in text.split(separator)) if name]
