"""From where a number of a row is dialled that does not say its country: that of the row, of its town, or our own."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from goodwill.kernel.countries import country_name
from goodwill.kernel.phone import is_given_out
from goodwill.kernel.text import fold
from goodwill.kernel.towns import towns_abroad
from goodwill.transfer.values import Given

_ABROAD = ("+", "00", "(+", "(00")


class Dialled(NamedTuple):
    country: str
    doubt: str = ""
    """What somebody should look at."""


class Dialling(NamedTuple):
    """Of one party of a row: the country that the row says, and towns, where it says none."""

    home: str
    said: str = ""
    towns: Sequence[str] = ()

    @property
    def country(self) -> str:
        return self.said or self.home

    def of(self, number: str) -> Dialled:
        if self.said == self.home or not is_local(number):
            return Dialled(self.country)
        if self.said:
            return self._in_country(number)
        town = next((town for town in self.towns if abroad(town, self.home)), "")
        return self._in_town(number, town) if town else Dialled(self.home)

    def _in_country(self, number: str) -> Dialled:
        if is_given_out(number, self.said) or not self.home:
            return Dialled(self.said)
        if is_given_out(number, self.home):
            sentence = _("“%(number)s” is no number of %(there)s, but one of %(here)s, and is taken as that.")
            return Dialled(self.home, self._told(sentence, number, self.said))
        sentence = _(
            "“%(number)s” is no number of %(there)s. It is kept as it stands; look whether a digit is missing."
        )
        return Dialled(self.said, self._told(sentence, number, self.said))

    def _in_town(self, number: str, town: str) -> Dialled:
        there = abroad(town, self.home)
        if not is_given_out(number, there):
            return Dialled(self.home)
        if not is_given_out(number, self.home):
            return Dialled(there)
        sentence = _(
            "“%(number)s” is taken as a number of %(there)s, where %(town)s is. It could be one of %(here)s as well:"
            " put the country before it, like +49, if it is."
        )
        return Dialled(there, self._told(sentence, number, there, town=town))

    def _told(self, sentence: str, number: str, there: str, **more: str) -> str:
        return sentence % {"number": number, "there": country_name(there), "here": country_name(self.home), **more}


def is_local(number: str) -> bool:
    """Whether it does not say its country."""
    return not number.lstrip().startswith(_ABROAD)


def abroad(town: str, home: str) -> str:
    """The country of a town that is surely not in ours; else nothing."""
    return towns_abroad(home).get(fold(town), "") if home else ""


def is_from_abroad(given: Given, home: str) -> bool:
    """Whether a number of the row may be meant from elsewhere than home."""
    numbers = (text for target in given.values if target.startswith("phone") for text in given.every(target))
    if not any(map(is_local, numbers)):
        return False
    if country := given.one("country"):
        return country != home
    return any(abroad(given.one(target), home) for target in given.values if target.startswith("city"))
