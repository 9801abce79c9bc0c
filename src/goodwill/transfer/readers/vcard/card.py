"""One contact as a vCard tells of it, in plain values."""

from dataclasses import dataclass, field

from goodwill.transfer.readers.errors import Problem

OWN_UID = "goodwill-party-"
"""How the ids of cards begin that we wrote."""


@dataclass(slots=True)
class Property:
    """One line of a card, unfolded: `item1.TEL;TYPE=home:...`. The value is as it stands there, escapes and all."""

    name: str
    value: str
    params: dict[str, list[str]] = field(default_factory=dict)
    group: str = ""
    line: int = field(default=0, compare=False)

    @property
    def types(self) -> tuple[str, ...]:
        """What TYPE says, in lower case; 2.1 leaves the word TYPE out."""
        if "TYPE" not in self.params:
            return ()
        parts = (part.strip().lower() for kind in self.params["TYPE"] for part in kind.split(","))
        return tuple(part.removeprefix("type=") for part in parts if part)

    def param(self, name: str) -> str:
        return next(iter(self.params.get(name, [])), "")


@dataclass(slots=True)
class Value:
    """A phone, mail, website or relation with what the card says about it."""

    value: str
    kinds: tuple[str, ...] = ()
    """work, home, cell, fax ... in lower case."""
    label: str = ""
    """The user's own word for it."""
    preferred: bool = False


@dataclass(slots=True)
class Handle:
    """A name in a messenger or network."""

    service: str
    value: str
    kinds: tuple[str, ...] = ()


ADDRESS_PARTS = ("po_box", "extended", "street", "city", "region", "postcode", "country")


@dataclass(slots=True)
class PostalAddress:
    po_box: str = ""
    extended: str = ""
    street: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    kinds: tuple[str, ...] = ()
    label: str = ""
    preferred: bool = False
    formatted: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """In the order of a card."""
        return tuple(getattr(self, name) for name in ADDRESS_PARTS)


@dataclass(slots=True)
class Photo:
    """A picture in the card, or where it is."""

    media_type: str = ""
    data: bytes = b""
    uri: str = ""


@dataclass(slots=True)
class Card:
    version: str = ""
    uid: str = ""
    kind: str = ""
    """individual, org, group, location; empty if the card does not say."""
    full_name: str = ""
    family_name: str = ""
    given_name: str = ""
    additional_names: str = ""
    prefixes: str = ""
    suffixes: str = ""
    phonetic_given_name: str = ""
    phonetic_family_name: str = ""
    nicknames: list[str] = field(default_factory=list)
    organization: str = ""
    units: list[str] = field(default_factory=list)
    title: str = ""
    role: str = ""
    phones: list[Value] = field(default_factory=list)
    mails: list[Value] = field(default_factory=list)
    websites: list[Value] = field(default_factory=list)
    addresses: list[PostalAddress] = field(default_factory=list)
    messengers: list[Handle] = field(default_factory=list)
    networks: list[Handle] = field(default_factory=list)
    related: list[Value] = field(default_factory=list)
    dates: list[Value] = field(default_factory=list)
    birthday: str = ""
    """ISO, `--02-03` without a year, or the words that stand there."""
    anniversary: str = ""
    gender: str = ""
    gender_text: str = ""
    note: str = ""
    categories: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    timezone: str = ""
    place: tuple[float, float] | None = None
    """Latitude and longitude."""
    photos: list[Photo] = field(default_factory=list)
    revised: str = ""
    extra: list[Property] = field(default_factory=list)
    """Whatever else stands in the card, as it stands there."""
    line: int = field(default=0, compare=False)
    problems: list[Problem] = field(default_factory=list, compare=False)
    raw: str = field(default="", compare=False)
    """The text of the card, kept if anything is wrong with it."""

    @property
    def display(self) -> str:
        """What the card can be called by."""
        names = (self.prefixes, self.given_name, self.additional_names, self.family_name, self.suffixes)
        composed = " ".join(filter(None, names))
        points = (value.value for value in (*self.mails, *self.phones, *self.websites))
        nickname = next(iter(self.nicknames), "")
        return self.full_name or composed or nickname or self.organization or next(points, "")

    @property
    def is_company(self) -> bool:
        if self.kind in ("org", "individual"):
            return self.kind == "org"
        has_name = self.family_name or self.given_name
        return bool(self.organization) and not has_name and self.full_name in ("", self.organization)

    @property
    def is_list(self) -> bool:
        """A group of others that is not to be reached itself."""
        return self.kind == "group" and not (self.phones or self.mails or self.addresses)

    @property
    def is_empty(self) -> bool:
        return not (self.display or self.addresses or self.note or self.messengers or self.networks)
