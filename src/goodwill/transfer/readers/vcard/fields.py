"""What each property of a card means."""

import re
from collections.abc import Callable
from urllib.parse import unquote

from goodwill.transfer.readers.errors import problem
from goodwill.transfer.readers.vcard.card import ADDRESS_PARTS, Card, Handle, Photo, PostalAddress, Property, Value
from goodwill.transfer.readers.vcard.content import binary, split, unescape

_NOISE = frozenset({"internet", "pref", "voice", "postal", "parcel", "dom", "intl", "x400"})
_APPLE_LABEL = re.compile(r"_\$!<(.*)>!\$_$")
_DATE = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ].*)?$")
_YEARLESS = re.compile(r"--(\d\d)-?(\d\d)$")
_GEO = re.compile(r"(?:geo:)?\s*(-?\d+(?:\.\d+)?)[;,]\s*(-?\d+(?:\.\d+)?)")
_DATA_URI = re.compile(r"data:([\w/+.-]*)(?:;[^,]*?)*?;base64,", re.IGNORECASE)
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_PICTURES = ((b"\x89PNG", "image/png"), (b"GIF8", "image/gif"), (b"RIFF", "image/webp"), (b"BM", "image/bmp"))
_MESSENGERS = {
    "X-SKYPE": "skype",
    "X-SKYPE-USERNAME": "skype",
    "X-AIM": "aim",
    "X-MSN": "msn",
    "X-YAHOO": "yahoo",
    "X-ICQ": "icq",
    "X-JABBER": "jabber",
    "X-GTALK": "google",
    "X-GOOGLE-TALK": "google",
    "X-GOOGLE TALK": "google",
    "X-QQ": "qq",
    "X-TWITTER": "x",
    "X-SAMETIME": "sametime",
    "X-GADUGADU": "gadugadu",
    "X-MS-IMADDRESS": "im",
    "X-WHATSAPP": "whatsapp",
    "X-TELEGRAM": "telegram",
    "X-SIGNAL": "signal",
}
_SCHEMES = {"xmpp": "jabber", "ymsgr": "yahoo", "gtalk": "google", "sip": "sip", "x-apple": ""}
_SPOKEN = {"X-PHONETIC-FIRST-NAME": "phonetic_given_name", "X-PHONETIC-LAST-NAME": "phonetic_family_name"}
_PEOPLE = {
    "X-EVOLUTION-SPOUSE": "spouse",
    "X-EVOLUTION-MANAGER": "manager",
    "X-EVOLUTION-ASSISTANT": "assistant",
    "X-MS-SPOUSE": "spouse",
    "X-MS-MANAGER": "manager",
    "X-MS-ASSISTANT": "assistant",
    "X-SPOUSE": "spouse",
    "X-MANAGER": "manager",
    "X-ASSISTANT": "assistant",
}
_RELATIONS = frozenset(
    {"spouse", "partner", "child", "mother", "father", "parent", "brother", "sister", "friend", "manager", "assistant"}
)
_ANNIVERSARY = frozenset({"ANNIVERSARY", "X-ANNIVERSARY", "X-EVOLUTION-ANNIVERSARY", "X-MS-ANNIVERSARY"})
_TEXTS = {
    "FN": "full_name",
    "UID": "uid",
    "TITLE": "title",
    "ROLE": "role",
    "TZ": "timezone",
    "REV": "revised",
    "NOTE": "note",
}
_IGNORED = frozenset({"PRODID", "PROFILE", "X-ABADR", "X-EVOLUTION-FILE-AS", "X-MS-OL-DEFAULT-POSTAL-ADDRESS"})


def fill(card: Card, properties: list[Property]) -> None:
    """Puts each property where it belongs; what has no place, or whose place is taken, goes to `extra`."""
    labels = {each.group: _label(each.value) for each in properties if each.name == "X-ABLABEL" and each.group}
    for each in properties:
        if each.name in _IGNORED or (each.name == "X-ABLABEL" and each.group):
            continue
        if not _placed(card, each, labels.get(each.group, "") if each.group else ""):
            card.extra.append(each)
    _settle_labels(card, properties)


def _placed(card: Card, each: Property, label: str) -> bool:
    name = each.name
    if not each.value.strip(" ;") and "LABEL" not in each.params:
        return True
    if name in _TEXTS:
        return _set(card, _TEXTS[name], unescape(each.value))
    if name in _SPOKEN:
        return _set(card, _SPOKEN[name], unescape(each.value))
    if name in _ANNIVERSARY:
        return _set(card, "anniversary", iso_date(unescape(each.value)))
    if name in _MESSENGERS:
        card.messengers.append(Handle(_MESSENGERS[name], unescape(each.value), _kinds(each)))
        return True
    if name in _PEOPLE:
        card.related.append(Value(unescape(each.value), (_PEOPLE[name],)))
        return True
    place = _PLACES.get(name)
    return place is not None and place(card, each, label)


def _set(card: Card, name: str, value: str) -> bool:
    """The first one counts."""
    if getattr(card, name):
        return False
    setattr(card, name, value if name == "note" else value.strip())
    return True


def _version(card: Card, each: Property, _label: str) -> bool:
    return _set(card, "version", each.value)


def _name(card: Card, each: Property, _label: str) -> bool:
    if card.family_name or card.given_name:
        return False
    parts = [_component(part, card.version) for part in split(each.value, ";")]
    parts += [""] * (5 - len(parts))
    card.family_name, card.given_name, card.additional_names, card.prefixes, card.suffixes = parts[:5]
    return True


def _component(part: str, version: str) -> str:
    """Several names in one component stand between commas; in 2.1 a comma is a comma."""
    values = [part] if version == "2.1" else split(part, ",")
    return " ".join(filter(None, (unescape(value).strip() for value in values)))


def _organization(card: Card, each: Property, _label: str) -> bool:
    if card.organization or card.units:
        return False
    first, *units = [unescape(part).strip() for part in split(each.value, ";")]
    card.organization, card.units = first, [unit for unit in units if unit]
    return True


def _nickname(card: Card, each: Property, _label: str) -> bool:
    card.nicknames += _list(each.value)
    return True


def _categories(card: Card, each: Property, _label: str) -> bool:
    card.categories += [name for name in _list(each.value) if name not in card.categories]
    return True


def _list(value: str) -> list[str]:
    return [text for part in split(value, ",") if (text := unescape(part).strip())]


def _phone(card: Card, each: Property, label: str) -> bool:
    number = unescape(each.value).strip()
    if number.lower().startswith("tel:"):
        number, _, rest = number[4:].partition(";")
        extension = re.search(r"ext=([^;]+)", rest)
        number = unquote(number) + (f" ext. {extension[1]}" if extension else "")
    card.phones.append(Value(number, _kinds(each), label, _preferred(each)))
    return True


def _mail(card: Card, each: Property, label: str) -> bool:
    address = unescape(each.value).strip()
    address = unquote(address[7:]) if address.lower().startswith("mailto:") else address
    card.mails.append(Value(address, _kinds(each), label, _preferred(each)))
    return True


def _website(card: Card, each: Property, label: str) -> bool:
    card.websites.append(Value(unescape(each.value).strip(), _kinds(each), label, _preferred(each)))
    return True


def _address(card: Card, each: Property, label: str) -> bool:
    parts = [unescape(part).strip() for part in split(each.value, ";")]
    address = PostalAddress(kinds=_kinds(each), label=label, preferred=_preferred(each))
    address.formatted = unescape(", ".join(each.params.get("LABEL", [])))
    for name, part in zip(ADDRESS_PARTS, parts, strict=False):
        setattr(address, name, part)
    card.addresses.append(address)
    return True


def _messenger(card: Card, each: Property, _label: str) -> bool:
    service, handle = each.param("X-SERVICE-TYPE") or each.param("SERVICE-TYPE"), unescape(each.value).strip()
    scheme, colon, rest = handle.partition(":")
    if colon and not rest.startswith("//"):
        service = service or _SCHEMES.get(scheme.lower(), scheme)
        handle = unquote(rest)
    card.messengers.append(Handle(service.lower(), handle, _kinds(each)))
    return True


def _network(card: Card, each: Property, _label: str) -> bool:
    service = each.param("SERVICE-TYPE") or next(iter(_kinds(each)), "")
    handle = unescape(each.value).strip()
    if handle.startswith(("x-apple:", "http://x-apple")):
        handle = each.param("X-USER") or handle
    card.networks.append(Handle(service.lower(), handle))
    return True


def _related(card: Card, each: Property, label: str) -> bool:
    kind = label.lower()
    known = kind in _RELATIONS
    kinds = _kinds(each) or ((kind,) if known else ())
    card.related.append(Value(unescape(each.value).strip(), kinds, "" if known else label))
    return True


def _date(card: Card, each: Property, label: str) -> bool:
    value = iso_date(unescape(each.value))
    if label.lower() == "anniversary" and not card.anniversary:
        card.anniversary = value
    else:
        card.dates.append(Value(value, (), label))
    return True


def _birthday(card: Card, each: Property, _label: str) -> bool:
    value = iso_date(unescape(each.value))
    unknown_year = each.param("X-APPLE-OMIT-YEAR")
    if unknown_year and value.startswith(unknown_year):
        value = "--" + value[5:]
    return _set(card, "birthday", value)


def iso_date(value: str) -> str:
    """A date of any version as ISO; words and impossible dates as they are."""
    value = value.strip()
    if (found := _YEARLESS.match(value)) and int(found[1]) <= 12:
        return f"--{found[1]}-{found[2]}"
    if (found := _DATE.match(value)) and 1 <= int(found[2]) <= 12 and 1 <= int(found[3]) <= 31:
        return f"{found[1]}-{found[2]}-{found[3]}"
    return value


def _gender(card: Card, each: Property, _label: str) -> bool:
    if card.gender or card.gender_text:
        return False
    sign, *text = [unescape(part) for part in split(each.value, ";")]
    card.gender, card.gender_text = sign.strip().upper(), " ".join(text).strip()
    return True


def _kind(card: Card, each: Property, _label: str) -> bool:
    value = unescape(each.value).strip().lower()
    return _set(card, "kind", {"company": "org", "organization": "org"}.get(value, value))


def _language(card: Card, each: Property, _label: str) -> bool:
    card.languages.append(unescape(each.value).strip())
    return True


def _place(card: Card, each: Property, _label: str) -> bool:
    found = _GEO.match(unescape(each.value))
    if not found or card.place:
        return False
    card.place = (float(found[1]), float(found[2]))
    return True


def _photo(card: Card, each: Property, _label: str) -> bool:
    types = [kind for kind in each.types if kind not in ("work", "home")]
    media = each.param("MEDIATYPE") or (f"image/{types[0]}" if types and "/" not in types[0] else "".join(types[:1]))
    value = each.value.strip()
    data_uri = _DATA_URI.match(unescape(value))
    if not data_uri and each.param("ENCODING").upper() not in ("B", "BASE64"):
        is_uri = _URI.match(value) is not None
        card.photos += [Photo(media, b"", unescape(value))] if is_uri else []
        return is_uri
    try:
        data = binary(unescape(value)[data_uri.end() :] if data_uri else value)
    except ValueError:
        card.problems.append(problem("broken_picture", each.line, each.name, value[:200]))
        return False
    card.photos.append(Photo((data_uri[1] if data_uri else media) or _media_of(data), data))
    return True


def _media_of(data: bytes) -> str:
    return next((media for magic, media in _PICTURES if data.startswith(magic)), "image/jpeg")


def _formatted(_card: Card, each: Property, _label: str) -> bool:
    """LABEL of 2.1 and 3.0 is tied to its address when all are known."""
    return each.name == "LABEL"


_PLACES: dict[str, Callable[[Card, Property, str], bool]] = {
    "VERSION": _version,
    "N": _name,
    "ORG": _organization,
    "NICKNAME": _nickname,
    "CATEGORIES": _categories,
    "TEL": _phone,
    "X-MS-TEL": _phone,
    "EMAIL": _mail,
    "URL": _website,
    "ADR": _address,
    "LABEL": _formatted,
    "IMPP": _messenger,
    "X-SOCIALPROFILE": _network,
    "SOCIALPROFILE": _network,
    "RELATED": _related,
    "X-ABRELATEDNAMES": _related,
    "X-ABDATE": _date,
    "BDAY": _birthday,
    "GENDER": _gender,
    "X-GENDER": _gender,
    "KIND": _kind,
    "X-ADDRESSBOOKSERVER-KIND": _kind,
    "X-ABSHOWAS": _kind,
    "LANG": _language,
    "GEO": _place,
    "PHOTO": _photo,
}


def _settle_labels(card: Card, properties: list[Property]) -> None:
    """Each LABEL belongs to the address of its types, or else to the first that has none; without one it makes one."""
    for each in properties:
        if each.name != "LABEL" or not each.value.strip():
            continue
        kinds, text = _kinds(each), unescape(each.value).strip()
        free = [address for address in card.addresses if not address.formatted]
        same = [address for address in free if address.kinds == kinds] or free
        if same:
            same[0].formatted = text
        else:
            card.addresses.append(PostalAddress(kinds=kinds, formatted=text))


def _kinds(each: Property) -> tuple[str, ...]:
    return tuple(dict.fromkeys(kind for kind in each.types if kind not in _NOISE))


def _preferred(each: Property) -> bool:
    return "pref" in each.types or each.param("PREF") in ("1", "PREF")


def _label(value: str) -> str:
    text = unescape(value).strip()
    apple = _APPLE_LABEL.match(text)
    return apple[1] if apple else text
