"""Three record types: makers, and toys and games in one table."""

from typing import Any

from django.db.models import BigIntegerField, ExpressionWrapper, F
from django.utils.translation import gettext_lazy as _

from goodwill.kernel.actors import Actor
from goodwill.records.fields import Choice, Field, Kind, Many, fields_of
from goodwill.records.registry import RecordType, SearchField, View, contribute_column, register
from goodwill.records.toys.models import Maker, Toy

TONES = (
    Choice("idea", _("Idea"), "info"),
    Choice("made", _("Made"), "good"),
    Choice("sold_out", _("Sold out"), "warn"),
)


def _for_managers(actor: Actor) -> bool:
    return actor.may("manage_settings")


def _many(kind: str) -> Many:
    return Many(
        model="toys.Label", link="toy", value="value", fold="fold", constant={"kind": kind}, order=("fold", "id")
    )


def _toy_fields() -> tuple[Field, ...]:
    return (
        *fields_of(
            Toy,
            without={"form", "currency"},
            stage={"choices": TONES},
            maker={"order": ("maker__name_sort",)},
            price={"kind": Kind.MONEY, "currency": "currency"},
            discount={"kind": Kind.PERCENT, "scale": 2},
            language={"kind": Kind.LANGUAGE},
            secret={"readable": _for_managers},
        ),
        Field("tags", _("Tags"), Kind.TAGS, many=_many("tag")),
        Field("phones", _("Phones"), Kind.PHONE, many=_many("phone")),
    )


def _maker_sample(n: int) -> dict[str, Any]:
    return {"name": f"Maker {n}", "city": ("Oslo", "Ålesund", "")[n % 3], "country": ("NO", "DE")[n % 2]}


def _toy_sample(n: int) -> dict[str, Any]:
    return {"name": f"Toy {n}", "pieces": n + 1, "stage": list(Toy.Stage)[n % 3], "price": n * 100}


MAKER = RecordType(
    name="maker",
    model=Maker,
    label=_("Maker"),
    plural=_("Makers"),
    slug="makers",
    icon="factory",
    fields=fields_of(Maker, country={"kind": Kind.COUNTRY}),
    columns=("name", "city", "country", "owner"),
    sort="name",
    search=(SearchField("name", weight=3), SearchField("city")),
    sample=_maker_sample,
)
TOY = RecordType(
    name="toy",
    model=Toy,
    label=_("Toy"),
    plural=_("Toys"),
    slug="toys",
    icon="puzzle",
    constant={"form": "toy"},
    fields=_toy_fields(),
    columns=("name", "maker", "stage", "price", "tags", "phones", "launched", "owner"),
    sort="name",
    views=(
        View("all", _("All toys")),
        View("mine", _("Mine"), "owner is me", "-changed_at"),
        View("new", _("New this month"), "launched in this month", "-launched"),
    ),
    search=(SearchField("name", weight=3), SearchField("phones"), SearchField("story")),
    describe=("stage", "maker"),
    stage="stage",
    date="launched",
    sample=_toy_sample,
)
GAME = RecordType(
    name="game",
    model=Toy,
    label=_("Game"),
    plural=_("Games"),
    slug="games",
    icon="dices",
    constant={"form": "game"},
    fields=_toy_fields(),
    sort="name",
    sample=_toy_sample,
)
WORTH = Field(
    "worth",
    _("Worth"),
    Kind.NUMBER,
    expression=ExpressionWrapper(F("price") * F("pieces"), output_field=BigIntegerField()),
    editable=False,
    in_form=False,
)
VOTES = Field("votes", _("Votes"), Kind.NUMBER, column="popularity__votes", editable=False, in_form=False)


def register_all() -> None:
    for declared in (MAKER, TOY, GAME):
        register(declared)
    contribute_column("toy", VOTES)
    contribute_column("toy", WORTH)
