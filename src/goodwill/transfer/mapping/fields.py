"""The fields of record types as targets: `type.field`, and `type.field:part` where a value takes two columns."""

from collections.abc import Collection, Iterator, Sequence

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from goodwill.kernel.formulas import mark_of
from goodwill.kernel.models import About, Record
from goodwill.kernel.text import fold
from goodwill.records import registry
from goodwill.records.api.one import changing_fields, creating_fields
from goodwill.records.codec import codec
from goodwill.records.codec.beside import every_field
from goodwill.records.custom.uniqueness import unique_fields
from goodwill.records.fields import Field, Kind as Holds
from goodwill.records.forms import FORMATTED
from goodwill.records.registry import RecordType
from goodwill.transfer.mapping.content import Profile, profile
from goodwill.transfer.mapping.namesakes import BESIDE, FURTHER, GIVEN, REACH, say_whose
from goodwill.transfer.mapping.needs import needs_of
from goodwill.transfer.mapping.plain_words import SAID
from goodwill.transfer.mapping.suggest import Suggestion, Suggestions, Why, columns_of, settle
from goodwill.transfer.mapping.synonyms import header_text, target_named
from goodwill.transfer.mapping.targets import KEEP_NOTE, KEEP_TAG, TARGETS, About as Noun, Kind, Target, Together
from goodwill.transfer.readers.table import Table

_KINDS: dict[Holds, Kind] = {
    Holds.TEXT: Kind.TEXT,
    Holds.LONG_TEXT: Kind.NOTE,
    Holds.NUMBER: Kind.NUMBER,
    Holds.PERCENT: Kind.NUMBER,
    Holds.MONEY: Kind.AMOUNT,
    Holds.YES_NO: Kind.YESNO,
    Holds.DATE: Kind.DATE,
    Holds.MOMENT: Kind.MOMENT,
    Holds.TIME: Kind.TEXT,
    Holds.CHOICE: Kind.TEXT,
    Holds.CHOICES: Kind.TEXT,
    Holds.LINK: Kind.URL,
    Holds.MAIL: Kind.MAIL,
    Holds.PHONE: Kind.PHONE,
    Holds.PLACE: Kind.TEXT,
    Holds.USER: Kind.USER,
    Holds.TEAM: Kind.TEXT,
    Holds.RELATION: Kind.TEXT,
    Holds.TAGS: Kind.TEXT,
    Holds.COUNTRY: Kind.COUNTRY,
    Holds.LANGUAGE: Kind.LANGUAGE,
}
TIME = "time"
"""Of a moment whose day stands in another column."""
_WHO = ((REACH, _("mail or number")), (BESIDE, _("company, town or phone")), (FURTHER, _("one more detail")))
_PARTS = {
    Holds.MOMENT: ((TIME, _("time of day")),),
    Holds.MONEY: (("currency", _("currency")),),
    Holds.USER: (("id", _("ID")),),
    Holds.TEAM: (("id", _("ID")),),
    Holds.RELATION: (("id", _("ID")), *_WHO),
}
_BY_FAMILY = {
    "mail": Holds.MAIL,
    "phone": Holds.PHONE,
    "website": Holds.LINK,
    "domain": Holds.LINK,
    "country": Holds.COUNTRY,
    "language": Holds.LANGUAGE,
    "team": Holds.TEAM,
    "owner": Holds.USER,
    "note": Holds.LONG_TEXT,
    "status": Holds.CHOICE,
    "task_due": Holds.DATE,
    "tags": Holds.TAGS,
}
_TITLES = frozenset({"full_name", "company", "deal_title", "task_subject", "product_name", "given_name", "family_name"})
_WHOSE = frozenset({"full_name", "company", "mail", "customer_number"})
"""Words for a person or a company: in a row that belongs to one they say to whom."""
_TELLING = frozenset({"mail", "customer_number"})
_MEANINGS = {"task_subject": "title", "task_due": "deadline", "task_done": "done", "owner": "owner"}
_BY_CONTENT = {Kind.MAIL: Holds.MAIL, Kind.PHONE: Holds.PHONE, Kind.URL: Holds.LINK, Kind.COUNTRY: Holds.COUNTRY}
_MATCHED = (Holds.TEXT, Holds.MAIL, Holds.PHONE, Holds.LINK, Holds.NUMBER, Holds.DATE)
ABOUT = "about"
WRITTEN_AT = "at"
"""When a record was written, of a type that has no other moment: it is from then."""
_HANGING = ("note", "tags", KEEP_NOTE, KEEP_TAG)


def written_fields(type: RecordType) -> dict[str, Field]:
    """What a file can say of a record of the type."""
    fields = {**creating_fields(type), **changing_fields(type), **ending(type)}
    if type.create and issubclass(type.model, About):
        fields[ABOUT] = Field(ABOUT, _("About"))
    return {name: field for name, field in fields.items() if field.kind in _KINDS}


def ending(type: RecordType) -> dict[str, Field]:
    """The field that says since when a record is done, where a verb ticks it off."""
    ends = {field.end for field in type.all_fields.values() if field.end}
    return {name: type.all_fields[name] for name in ends if type.tick and name in type.all_fields}


def takes_of(type: RecordType) -> frozenset[str]:
    """Its fields, its id, the number that another system gave it, and what hangs on any record."""
    hanging = _HANGING if issubclass(type.model, Record) else ()
    own = set(written_fields(type))
    kept = [key for key in hanging if key not in own]
    return frozenset([*(key for key, _field in _keys(type)), "own_id", "external_id", *kept])


def _keys(type: RecordType) -> Iterator[tuple[str, Field]]:
    for name, field in written_fields(type).items():
        yield f"{type.name}.{name}", field
        for part, _label in _parts_of(field) if not field.many else ():
            yield f"{type.name}.{name}:{part}", field


def _parts_of(field: Field) -> Sequence[tuple[str, Promise]]:
    """Beside the column of the field itself."""
    if field.name == ABOUT and field.kind is Holds.TEXT:
        return (*_WHO, (GIVEN, _("given name")))
    named = field.kind is Holds.RELATION and "given" in registry.fields_of_model(registry.target_of(field).model)
    return (*_PARTS.get(field.kind, ()), *(((GIVEN, _("given name")),) if named else ()))


def target_of(key: str) -> Target | None:
    """The target of such a key; None where no type has this field, or not any more."""
    whole, _colon, part = key.partition(":")
    type_name, _dot, name = whole.partition(".")
    owner = registry.get(type_name)
    field = written_fields(owner).get(name) if owner else None
    if field is None:
        return None
    parts = dict(_parts_of(field))
    if part:
        return Target(key, Together(field.label, parts[part]), Kind.TEXT, Noun.FIELD) if part in parts else None
    is_end = owner is not None and name in ending(owner)
    return Target(key, field.label, Kind.DONE if is_end else _KINDS[field.kind], Noun.FIELD)


def field_of(type: RecordType, key: str) -> tuple[Field, str] | None:
    """The field that a target of the type means, and which part of its value."""
    whole, _colon, part = key.partition(":")
    owner, _dot, name = whole.partition(".")
    field = written_fields(type).get(name) if owner == type.name else None
    return (field, part) if field else None


def suggest_fields(table: Table, type: RecordType, language: str = "") -> Suggestions:
    """By the names of the fields, then by words that mean the same, then by what the cells look like."""
    profiles = [profile(cells) for cells in columns_of(table)]
    names = _names(type)
    columns = [_guess(table, place, each, type, names) for place, each in enumerate(profiles)]
    title = f"{type.name}.{title_of(type)}"
    if title in takes_of(type) and not any(each.target == title for each in columns):
        _name_title(columns, profiles, title)
    if whom := whom_of(type):
        say_whose(columns, [column.header for column in table.columns], whom, title)
    settle(columns, takes_of(type))
    found = Suggestions(columns, subjects=frozenset({Noun.FIELD}))
    found.needs = needs_of(found.targets(), profiles, language, is_exact=table.exact)
    return found


def likeness(headers: Sequence[str], type: RecordType) -> float:
    """How many of the headers are names of the type's fields, 0 to 1: of which type a file is likely to be. Of things
    to do, and of what happened with somebody, plain words (what, who, when) are names as well; what happened needs no
    other name than with whom and when."""
    names = _names(type)
    is_plain = _deadline(type) is not None or bool(type.date and type.model.belongs_to)
    texts = [(_plain(header), target_named(header)[0]) for header in headers]
    keys = (names.get(text) or (_plainly(type, text, meant) if is_plain else "") for text, meant in texts)
    known = set(filter(None, keys))
    bound = {f"{type.name}.{type.date}", f"{type.name}.{type.model.belongs_to}"}
    happened = bool(type.date and type.model.belongs_to) and bound < known and len(known) > len(bound) + 1
    is_named = happened or f"{type.name}.{title_of(type)}" in known
    return len(known) / len(headers) if headers and is_named else 0.0


def is_export_of(headers: Sequence[str], type: RecordType) -> int:
    """How many headers our own exports of the type write like this; 0 if one is not among them."""
    ours = set(codec(type, every_field(type)).headers)
    told = [header for header in headers if header and mark_of(header) is None]
    return len(headers) if len(told) < len(headers) and all(header in ours for header in told) else 0


def _names(type: RecordType) -> dict[str, str]:
    """Every name of a field, folded: as our exports write it, as it is labelled here and in English, as we call it."""
    found: dict[str, str] = {}
    for key, field in _keys(type):
        target = target_of(key)
        assert target is not None
        part = key.partition(":")[2]
        spelled = [f"{field.label} ({target_part(field, part)})" if part else str(field.label), f"{field.name} {part}"]
        with translation.override("en"):
            spelled.append(f"{field.label} ({target_part(field, part)})" if part else str(field.label))
        for name in spelled:
            found.setdefault(_plain(name), key)
            found.setdefault(_plain(f"{type.label} {name}"), key)
    return found


def target_part(field: Field, part: str) -> str:
    return str(dict(_parts_of(field)).get(part, ""))


def _plain(header: str) -> str:
    return header_text(header) or fold(header)


def _guess(table: Table, place: int, cells: Profile, type: RecordType, names: dict[str, str]) -> Suggestion:
    column = table.columns[place]
    base = Suggestion(place, column.name, "", 0.0, Why.NOTHING, tuple(cells.samples), cells.kind)
    text = _plain(column.header)
    meant = target_named(column.header)[0]
    if text in names:
        base.target, base.confidence, base.why = names[text], 0.96, Why.HEADER
    elif meant in ("own_id", "external_id", "tags") and meant in takes_of(type):
        base.target, base.confidence, base.why = meant, 0.9, Why.HEADER
    elif plainly := _plainly(type, text, meant):
        base.target, base.confidence, base.why = plainly, 0.85, Why.HEADER
        if meant.partition(":")[0] in _TELLING and f"{plainly}:{REACH}" in takes_of(type):
            base.confidence, base.alternatives = 0.84, (f"{plainly}:{REACH}",)  # after a name, if there is one
    elif alike := _alike(type, meant, text):
        base.target, base.confidence, base.why = alike, 0.7, Why.HEADER
        if text in SAID["hour"] and f"{alike}:{TIME}" in takes_of(type):
            base.alternatives = (f"{alike}:{TIME}",)  # beside a column of days
    elif cells.kind in _BY_CONTENT and (key := _only(type, _BY_CONTENT[cells.kind])):
        base.target, base.confidence, base.why = key, 0.6, Why.CONTENT
    return base


def whom_of(type: RecordType) -> str:
    """The target that says to whom a record belongs or what it is about, where that may be a person."""
    key = f"{type.name}.{ABOUT if ABOUT in written_fields(type) else type.model.belongs_to}"
    return key if f"{key}:{GIVEN}" in takes_of(type) else ""


def title_of(type: RecordType) -> str:
    """What names a record, or the formatted text that its name is taken from."""
    written = written_fields(type)
    return FORMATTED if type.title not in written and FORMATTED in written else type.title


def _deadline(type: RecordType) -> str | None:
    return next((name for name, field in written_fields(type).items() if field.deadline), None)


def _plainly(type: RecordType, text: str, meant: str) -> str:
    """The field that a plain word of a list kept by hand means; nothing where the type has none such."""
    meaning = _MEANINGS.get(meant) or next((each for each, words in SAID.items() if text in words), "")
    if meaning == "owner":
        return _only(type, Holds.USER)
    done = next(iter(ending(type)), "")
    written = written_fields(type)
    whom = ABOUT if ABOUT in written else type.model.belongs_to
    name = {"title": title_of(type), "deadline": _deadline(type), "about": whom, "done": done}.get(meaning)
    if name not in written and text in SAID["day"] and not _deadline(type):
        name = type.date or WRITTEN_AT
    if name not in written and meant.partition(":")[0] in (_WHOSE if whom != ABOUT else ("customer_number",)):
        name = whom
    return f"{type.name}.{name}" if name in written else ""


def _alike(type: RecordType, meant: str, text: str) -> str:
    family = meant.partition(":")[0]
    if (meant == "created_at" or text in SAID["hour"]) and WRITTEN_AT in written_fields(type):
        return f"{type.name}.{WRITTEN_AT}"
    if meant in _TITLES:
        return f"{type.name}.{title_of(type)}"
    if family in _BY_FAMILY and (key := _only(type, _BY_FAMILY[family])):
        return key
    said = set(text.split())
    inside = [
        key for key, field in _keys(type) if ":" not in key and said and set(_plain(str(field.label)).split()) <= said
    ]
    return inside[0] if len(inside) == 1 else ""


def _only(type: RecordType, holds: Holds) -> str:
    keys = [key for key, field in _keys(type) if field.kind is holds and ":" not in key]
    return keys[0] if len(keys) == 1 else ""


def _name_title(columns: Sequence[Suggestion], profiles: Sequence[Profile], title: str) -> None:
    """What names the record: the first column of texts that differ, where none is called so."""
    for each, cells in zip(columns, profiles, strict=True):
        if not each.target and cells.filled and cells.kind not in (Kind.DATE, Kind.NUMBER, Kind.YESNO, Kind.ID):
            each.target, each.confidence, each.why = title, 0.5, Why.CONTENT
            return


def matching(type: RecordType, targets: Collection[str]) -> list[str]:
    """By what a known record can be found: fields of the mapping that a single column holds and compares, and those
    that the firm made and of which no two records have the same."""
    found = []
    unique = {field.name for field in unique_fields(type)}
    for key in targets:
        meant = field_of(type, key) if key in TARGETS else None
        if meant and meant[0].name == ABOUT:
            continue
        if meant and meant[0].name == FORMATTED:
            found.append(key)
        if meant and not meant[1] and meant[0].name in unique and meant[0].kind in _MATCHED:
            found.append(key)
        if meant and not meant[1] and meant[0].column and "__" not in meant[0].column and meant[0].many is None:
            field = meant[0]
            if field.kind in _MATCHED:
                found.append(key)
    return found
