"""What happens to record types that a firm makes by itself."""

from typing import Any

from django.db.models import Count, Min
from django.utils.translation import gettext as _, gettext_lazy

from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid
from goodwill.kernel.models import CustomType
from goodwill.kernel.models.custom import type_rows
from goodwill.kernel.verbs import verb
from goodwill.records.custom_types.icons import FIRST, ICONS
from goodwill.records.custom_types.naming import many, new_name, new_slug
from goodwill.records.registry import types

POWER = "manage_settings"
MOST = 200
LONGEST = 60


@verb(
    CustomType,
    power=POWER,
    label=gettext_lazy("Make a record type"),
    done=gettext_lazy("made a record type"),
    icon="plus",
    bulk=False,
)
def make_type(
    *, by: Actor, label: str, plural: str = "", icon: str = FIRST, title_label: str = "", title_once: bool = False
) -> CustomType:
    """Its records have a list, a page, a form, rights, history, search and an address for programs at once."""
    if CustomType.objects.count() >= MOST:
        raise Invalid(_("There are %d record types of your own, and that is the most. Remove one first.") % MOST)
    label, plural, title_label = _told(label, plural, title_label)
    _refuse_twice(label, plural)
    name = new_name(label)
    made = changes.create(
        CustomType(
            name=name,
            label=label,
            plural=plural,
            slug=new_slug(plural, name),
            icon=_icon(icon),
            title_label=title_label,
            title_once=title_once,
        )
    )
    changes.current_batch().flush()  # whoever goes on in this batch finds the type
    return made


@verb(
    CustomType,
    power=POWER,
    label=gettext_lazy("Change the record type"),
    done=gettext_lazy("changed a record type"),
    icon="pencil",
    bulk=False,
)
def edit(
    type: CustomType,
    *,
    by: Actor,
    base_version: int | None = None,
    label: str | None = None,
    plural: str | None = None,
    icon: str | None = None,
    title_label: str | None = None,
    title_once: bool | None = None,
) -> CustomType:
    """Another name or icon; its address, and what programs know it by, stay."""
    words = _told(
        type.label if label is None else label,
        type.plural if plural is None else plural,
        type.title_label if title_label is None else title_label,
    )
    _refuse_twice(words[0], words[1], type.name)
    values: dict[str, Any] = dict(zip(("label", "plural", "title_label"), words, strict=True))
    values["icon"] = _icon(type.icon if icon is None else icon)
    if title_once is not None:
        values["title_once"] = title_once
        _refuse_doubles(type, title_once)
    return changes.update(type, base_version=base_version, **values)


@verb(
    CustomType,
    power=POWER,
    right="delete",
    label=gettext_lazy("Remove the record type"),
    done=gettext_lazy("removed a record type"),
    icon="trash-2",
    bulk=False,
)
def trash(type: CustomType, *, by: Actor) -> None:
    """It is gone from every page, and its records with it; brought back from the trash, all of it is there again."""
    changes.trash(type)


def _told(label: str, plural: str, title_label: str) -> tuple[str, str, str]:
    """The words without needless spaces; many are called as the language makes it of one, where nobody says. Raises
    Invalid for what is missing or too long.
    """
    label, plural, title_label = (" ".join(text.split()) for text in (label, plural, title_label))
    problems = {}
    if not label:
        problems["label"] = _("What is one of them called? For example “Vehicle”.")
    for name, text in (("label", label), ("plural", plural), ("title_label", title_label)):
        if len(text) > LONGEST:
            problems[name] = _("At most %d letters, please.") % LONGEST
    if problems:
        raise Invalid(problems)
    return label, plural or many(label)[:LONGEST], title_label or _("Name")


def _refuse_twice(label: str, plural: str, own: str = "") -> None:
    """Two nouns of the same name would be told apart by nobody."""
    sentence = _("There is a record type “%s” already. Give this one another name.")
    problems = {}
    for known in types():
        if known.name != own and label.casefold() == str(known.label).casefold():
            problems["label"] = sentence % known.label
        if known.name != own and plural.casefold() == str(known.plural).casefold():
            problems["plural"] = sentence % known.plural
    if problems:
        raise Invalid(problems)


def _refuse_doubles(type: CustomType, title_once: bool) -> None:
    """What is twice already has to be settled before the rule can hold."""
    rows = type_rows(type.name).exclude(title_fold="").order_by().values("title_fold")
    twice = rows.annotate(count=Count("pk"), title=Min("title")).filter(count__gt=1)[:3] if title_once else ()
    if names := ", ".join(row["title"] for row in twice):
        raise Invalid({"title_once": _("Some are there more than once: %s. Nothing was changed.") % names})


def _icon(name: str) -> str:
    if name not in ICONS:
        raise Invalid({"icon": _("There is no such icon. Choose one of those that are shown.")})
    return name
