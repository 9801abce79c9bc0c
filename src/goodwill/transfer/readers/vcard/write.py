"""A card as text: 4.0, or 3.0 for programs that know no better. What is written is read back the same."""

import base64
import re
from collections.abc import Iterator
from typing import Literal

from goodwill.transfer.readers.vcard.card import Card, Handle, Photo, PostalAddress, Property, Value

Version = Literal["3.0", "4.0"]

_ESCAPES = str.maketrans({"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n", "\r": None})
_CARETS = str.maketrans({"^": "^^", "\n": "^n", '"': "^'", "\r": None})
_PLAIN_PARAM = re.compile(r"[\w.+/@-]+$")
_DAY = re.compile(r"(\d{4}|-)-(\d\d)-(\d\d)$")
_URI = {"jabber": "xmpp", "skype": "skype", "sip": "sip", "icq": "icq", "aim": "aim", "msn": "msn", "yahoo": "ymsgr"}
_LENGTH = 75


def write_vcard(card: Card, version: Version = "4.0") -> str:
    lines = (_folded(line) for line in _lines(card, version))
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


def _lines(card: Card, version: Version) -> Iterator[str]:
    new = version == "4.0"
    yield from _one("FN", card.full_name or card.display)
    names = (card.family_name, card.given_name, card.additional_names, card.prefixes, card.suffixes)
    if any(names) or not new:
        yield "N:" + _structured(names)
    yield from _identity(card, new)
    yield from _many("NICKNAME", card.nicknames)
    if card.organization or card.units:
        yield "ORG:" + _structured((card.organization, *card.units))
    yield from _one("TITLE", card.title)
    yield from _one("ROLE", card.role)
    points = (("TEL", card.phones), ("EMAIL", card.mails), ("URL", card.websites))
    group = 0
    for name, values in points:
        for value in values:
            group += bool(value.label)
            yield from _point(name, value, new, group)
    for address in card.addresses:
        group += bool(address.label)
        yield from _address(address, new, group)
    for value in card.related:
        group += bool(value.label)
        yield from _point("RELATED" if new else "X-ABRELATEDNAMES", value, new, group)
    for value in card.dates:
        group += 1
        yield from _point("X-ABDATE", value, new, group)
    yield from _handles(card)
    yield from _facts(card, new)
    for photo in card.photos:
        yield from _photo(photo, new)
    for each in card.extra:
        yield _as_it_was(each)


def _identity(card: Card, new: bool) -> Iterator[str]:
    yield from _one("UID", card.uid)
    if card.kind and new:
        yield from _one("KIND", card.kind)
    elif card.kind:
        yield from _one("X-ADDRESSBOOKSERVER-KIND", card.kind)
    yield from _one("X-PHONETIC-FIRST-NAME", card.phonetic_given_name)
    yield from _one("X-PHONETIC-LAST-NAME", card.phonetic_family_name)


def _handles(card: Card) -> Iterator[str]:
    for handle in card.messengers:
        scheme = _URI.get(handle.service, "x-apple")
        params = _params({"X-SERVICE-TYPE": [handle.service] if handle.service else [], "TYPE": list(handle.kinds)})
        yield f"IMPP{params}:{scheme}:{_percent(handle)}"
    for handle in card.networks:
        yield f"X-SOCIALPROFILE{_params({'TYPE': [handle.service] if handle.service else []})}:{_escaped(handle.value)}"


def _facts(card: Card, new: bool) -> Iterator[str]:
    yield from _day("BDAY", card.birthday, new)
    yield from _day("ANNIVERSARY" if new else "X-ANNIVERSARY", card.anniversary, new)
    if card.gender or card.gender_text:
        sex = ";".join(filter(None, (_escaped(card.gender), _escaped(card.gender_text))))
        yield ("GENDER:" if new else "X-GENDER:") + (sex if card.gender else ";" + sex)
    yield from _one("NOTE", card.note)
    yield from _many("CATEGORIES", card.categories)
    for language in card.languages:
        yield from _one("LANG", language)
    yield from _one("TZ", card.timezone)
    if card.place:
        latitude, longitude = card.place
        yield f"GEO:geo:{latitude:f},{longitude:f}" if new else f"GEO:{latitude:f};{longitude:f}"
    yield from _one("REV", card.revised)


def _point(name: str, value: Value, new: bool, group: int) -> Iterator[str]:
    kinds = [*value.kinds, *([] if new or not value.preferred else ["pref"])]
    params = {"VALUE": ["text"] if name == "RELATED" else [], "TYPE": kinds}
    if new and value.preferred:
        params["PREF"] = ["1"]
    prefix = f"item{group}." if value.label else ""
    yield f"{prefix}{name}{_params(params)}:{_escaped(value.value)}"
    if value.label:
        yield f"{prefix}X-ABLabel:{_escaped(value.label)}"


def _address(address: PostalAddress, new: bool, group: int) -> Iterator[str]:
    prefix = f"item{group}." if address.label else ""
    kinds = [*address.kinds, *([] if new or not address.preferred else ["pref"])]
    params = {"TYPE": kinds, "PREF": ["1"] if new and address.preferred else []}
    if new and address.formatted:
        params["LABEL"] = [_escaped(address.formatted).replace("\\,", ",").replace("\\;", ";")]
    yield f"{prefix}ADR{_params(params)}:{_structured(address.parts)}"
    if not new and address.formatted:
        yield f"LABEL{_params({'TYPE': kinds})}:{_escaped(address.formatted)}"
    if address.label:
        yield f"{prefix}X-ABLabel:{_escaped(address.label)}"


def _photo(photo: Photo, new: bool) -> Iterator[str]:
    if photo.uri:
        media = [photo.media_type] if photo.media_type else []
        kind = {"MEDIATYPE": media} if new else {"VALUE": ["uri"], "TYPE": [each.rpartition("/")[2] for each in media]}
        yield f"PHOTO{_params(kind)}:{_escaped(photo.uri)}"
        return
    data = base64.b64encode(photo.data).decode()
    if new:
        yield f"PHOTO:data:{photo.media_type or 'image/jpeg'};base64,{data}"
    else:
        kind = {"ENCODING": ["b"], "TYPE": [photo.media_type.rpartition("/")[2].upper() or "JPEG"]}
        yield f"PHOTO{_params(kind)}:{data}"


def _day(name: str, value: str, new: bool) -> Iterator[str]:
    found = _DAY.match(value)
    if found and new:
        yield f"{name}:{found[1]}{'' if found[1] != '-' else '-'}{found[2]}{found[3]}"
    elif found:
        yield f"{name}:{value}"
    elif value:
        yield f"{name};VALUE=text:{_escaped(value)}"


def _as_it_was(each: Property) -> str:
    group = f"{each.group}." if each.group else ""
    return f"{group}{each.name}{_params(each.params)}:{each.value}".replace("\r", "").replace("\n", "\\n")


def _one(name: str, value: str) -> Iterator[str]:
    if value:
        yield f"{name}:{_escaped(value)}"


def _many(name: str, values: list[str]) -> Iterator[str]:
    if values:
        yield f"{name}:{','.join(map(_escaped, values))}"


def _structured(parts: tuple[str, ...]) -> str:
    return ";".join(map(_escaped, parts))


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)


def _params(params: dict[str, list[str]]) -> str:
    """Parameters with a value; RFC 6868 writes quotes and line breaks in them."""
    return "".join(f";{name}={','.join(map(_param, values))}" for name, values in params.items() if values)


def _param(value: str) -> str:
    plain = value.translate(_CARETS)
    return plain if _PLAIN_PARAM.match(plain) else f'"{plain}"'


def _percent(handle: Handle) -> str:
    return re.sub(r"[%\s,;\\]", lambda sign: "".join(f"%{byte:02X}" for byte in sign[0].encode()), handle.value)


def _folded(line: str) -> str:
    """At most 75 bytes a line, never cut inside of a letter."""
    data = line.encode("utf-8", "replace")
    if len(data) <= _LENGTH:
        return line
    pieces, start, room = [], 0, _LENGTH
    while start < len(data):
        end = min(start + room, len(data))
        while end < len(data) and data[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(data[start:end].decode())
        start, room = end, _LENGTH - 1
    return "\r\n ".join(pieces)
