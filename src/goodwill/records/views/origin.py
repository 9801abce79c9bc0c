"""The record beside which another one is made: the form carries it along, however often it is drawn anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict

from goodwill.kernel.actors import Actor
from goodwill.records import forms, registry
from goodwill.records.fields import Field, Kind, writable
from goodwill.records.registry import RecordType
from goodwill.ui.addresses import address_of

NAME = "origin"


@dataclass(frozen=True)
class Origin:
    """`field` of the new record leads to the record `pk`."""

    field: Field
    pk: int

    @property
    def text(self) -> str:
        """As the form carries it."""
        return f"{self.field.name}:{self.pk}"

    @property
    def url(self) -> str:
        return address_of("go", name=registry.target_of(self.field).ref_name, pk=self.pk)

    def begun(self) -> dict[str, str]:
        return {self.field.name: str(self.pk)}

    def kept_in(self, given: Mapping[str, Any], type: RecordType, actor: Actor) -> dict[str, Any]:
        """What a form gave, with the way to its origin where it draws no field for that."""
        drawn = {one.field.name for part in forms.parts_of(type, actor, given=given) for one in part.controls}
        own = self.begun() if self.field.name not in drawn and writable(self.field, actor, new=True) else {}
        return {**given, **own}


def origin_of(request: HttpRequest, type: RecordType) -> Origin | None:
    sent: QueryDict = request.POST if request.method == "POST" else request.GET
    name, _colon, pk = sent.get(NAME, "").partition(":")
    field = type.all_fields.get(name)
    known = field is not None and field.kind is Kind.RELATION and registry.get(field.target) is not None
    return Origin(field, int(pk)) if known and field and pk.isdecimal() and len(pk) < 19 else None
