"""What else a row says of whom it names, where several are called so: their company, town, phone or mail."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from goodwill.kernel.actors import Actor
from goodwill.kernel.refs import Ref, models_by_name
from goodwill.kernel.text import digits, words
from goodwill.records import registry
from goodwill.records.fields import Field, Kind, readable
from goodwill.records.show import labels_for, read_all, show
from goodwill.records.story import words_of
from goodwill.transfer.mapping.fields import BESIDE, FURTHER

TELLING = (BESIDE, FURTHER)
_TOLD = (Kind.TEXT, Kind.MAIL, Kind.PHONE, Kind.RELATION, Kind.COUNTRY, Kind.LINK)
_LEAST_DIGITS = 6
_NOT, _MORE, _PART, _WHOLE = range(4)


class Details:
    """Of the namesakes of a chunk, by ref: the texts of their fields that the actor may read."""

    def __init__(self, namesakes: Iterable[Ref], by: Actor) -> None:
        self._texts: dict[Ref, list[str]] = {}
        ids: dict[str, list[int]] = {}
        for ref in namesakes:
            ids.setdefault(ref.type, []).append(ref.id)
        for name, numbers in ids.items():
            self._look_up(models_by_name()[name], numbers, by)

    def fitting(self, namesakes: Sequence[Ref], told: Sequence[str]) -> Sequence[Ref]:
        """Those of whom each detail is truest; all where it is true of none."""
        for text in told:
            grades = {ref: self._grade(ref, text) for ref in namesakes}
            best = max(grades.values())
            namesakes = [ref for ref in namesakes if grades[ref] == best]
        return namesakes

    def _look_up(self, model: Any, ids: list[int], by: Actor) -> None:
        fields = [
            field
            for field in registry.fields_of_model(model).values()
            if field.kind in _TOLD and not field.many and readable(field, by)
        ]
        records = list(model.objects.filter(pk__in=ids))
        rows = [{field.name: read_all(field, record) for field in fields} for record in records]
        labels = labels_for(fields, rows, by)
        for record, row in zip(records, rows, strict=True):
            called = set(words(str(record)))
            self._texts[record.ref] = [text for text in _shown(fields, row, labels) if not set(words(text)) <= called]

    def _grade(self, ref: Ref, text: str) -> int:
        """How well a detail fits: word for word, as a part of what is known, the other way round, or not at all."""
        said, number, best = set(words(text)), digits(text).lstrip("0"), _NOT
        for held in self._texts.get(ref, ()):
            known = set(words(held))
            if said == known or (len(number) >= _LEAST_DIGITS and digits(held).endswith(number)):
                return _WHOLE
            if said and known:
                best = max(best, _PART if said < known else _MORE if known < said else _NOT)
        return best


def _shown(fields: Sequence[Field], row: Mapping[str, Any], labels: Any) -> Iterable[str]:
    for field in fields:
        if text := words_of(show(field, row[field.name], labels)):
            yield text


def refs_of(model: Any, ids: Iterable[int]) -> list[Ref]:
    return [Ref(model.ref_name(), pk) for pk in ids]
