"""Numbers and yes or no as people write them. Whether 1.234 is one or a thousand is decided by the whole column."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from goodwill.kernel.locale import number_style
from goodwill.kernel.text import fold

_CURRENCY = re.compile(r"(?:[€$£¥₤₹₽₺₴₪₩฿]|[A-Z]{3}|kr\.?|zł|Kč|Ft|lei|Fr\.|R\$)", re.IGNORECASE)
_SIGNS = {"€": "EUR", "£": "GBP", "zł": "PLN", "Kč": "CZK"}
"""Those that mean one currency; a dollar or a crown may be of several countries."""
_SHAPE = re.compile(r"[-+−]?\s*\d[\d.,'’  \u2009\u202f]*|[-+−]?\s*[.,]\d+")
_GROUPS = {".": ",", ",": "."}
_SPACES = re.compile(r"['’\s  \u2009\u202f]")
_YES = frozenset(
    {"yes", "y", "true", "t", "1", "x", "on", "ja", "j", "wahr", "oui", "o", "vrai", "si", "s", "verdadero", "vero",
     "sim", "verdadeiro", "tak", "prawda", "waar", "sant", "sand", "checked", "opt in", "subscribed", "kylla"}
)  # fmt: skip
_NO = frozenset(
    {"no", "n", "false", "f", "0", "off", "nein", "falsch", "non", "faux", "falso", "nao", "nie", "falsz", "nee",
     "onwaar", "nej", "falskt", "falsk", "nei", "unchecked", "opt out", "unsubscribed", "ei"}
)  # fmt: skip

_DONE = frozenset(
    {"done", "completed", "complete", "finished", "closed", "ok", "100", "100%", "100 %", "erledigt", "fertig",
     "abgeschlossen", "fait", "termine", "acheve", "hecho", "terminado", "completado", "realizado", "fatto",
     "completato", "concluso", "gedaan", "klaar", "afgerond", "voltooid", "feito", "concluido", "zrobione", "gotowe",
     "wykonane", "zakonczone", "klart", "klar", "gjort", "avslutad", "slutford", "faerdig", "udfort", "afsluttet"}
)  # fmt: skip
_OPEN = frozenset(
    {"open", "n/a", "not done", "pending", "to do", "todo", "not started", "0%", "0 %", "offen", "nicht erledigt",
     "unerledigt", "ouvert", "a faire", "pas fait", "pendiente", "abierto", "sin hacer", "aperto", "da fare",
     "te doen", "niet gedaan", "aberto", "pendente", "por fazer", "otwarte", "do zrobienia", "niezrobione", "oppen",
     "att gora", "ej klar", "aben", "abent", "at gore", "ikke faerdig"}
)  # fmt: skip
_TICKS, _NO_TICKS = frozenset("✓✔☑✅"), frozenset("☐✗✘❌-–—")


@dataclass(slots=True)
class NumberColumn:
    """Feed it every value of a column, then ask for the sign before the decimals.

    `either` is the first that may be a thousand times as much, `unclear` counts those; `small` and `large` are numbers
    without a sign, below a thousand and above.
    """

    numbers: int = 0
    others: int = 0
    points: int = 0
    commas: int = 0
    either: str = ""
    unclear: int = 0
    small: int = 0
    large: int = 0

    def add(self, text: str) -> None:
        bare = _bare(text)
        sign = _decimal_sign(bare)
        if not bare or (sign in _GROUPS and not _groups_fit(bare, _GROUPS[sign], sign)):
            self.others += bool(text.strip())
            return
        self.numbers += 1
        if sign == ".":
            self.points += 1
        elif sign == ",":
            self.commas += 1
        elif sign == "?":
            self.either = self.either or text
            self.unclear += 1
        elif bare.lstrip("-").isdecimal():
            self.small += len(bare.lstrip("-")) < 4
            self.large += len(bare.lstrip("-")) > 3

    @property
    def share(self) -> float:
        total = self.numbers + self.others
        return self.numbers / total if total else 0.0

    def decide(self, language: str = "", *, whole: bool = False, beside: str = "") -> tuple[str, bool]:
        """The decimal sign, and whether the column leaves no doubt.

        `whole` numbers have no decimals; `beside` is the sign of the file's other columns. Who writes 900 and 12.500
        groups thousands: with three decimals the first would have them, too.
        """
        if self.points and self.commas:
            return ("." if self.points >= self.commas else ","), False
        if self.points or self.commas:
            return ("." if self.points else ","), True
        grouped = "," if "." in self.either else "."
        if self.either and whole:
            return grouped, True
        if beside:
            return beside, True
        if self.unclear and self.small and not self.large:
            return grouped, self.unclear > 1
        usual = "," if number_style(language).decimal == "," else "."
        return usual, not self.either


def parse_number(text: str, decimal: str = ".") -> Decimal | None:
    """Signs of currencies, per cent and thousands are left out; (12) and 12- are negative. None for what is none."""
    bare = _bare(text)
    if not bare:
        return None
    group = _GROUPS.get(decimal, ".")
    plain = bare.replace(group, "").replace(decimal, ".")
    if bare.count(decimal) > 1:
        return None
    if not _groups_fit(bare, group, decimal):
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def parse_amount(text: str, decimal: str = ".") -> str:
    """The number in plain digits, with the code of its currency where the text names one; "" for no amount."""
    number = parse_number(text, decimal)
    if number is None:
        return ""
    code = next((code for sign, code in _SIGNS.items() if sign in text), "")
    if named := re.search(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])", text):
        code = named[0]
    return f"{format(number.normalize(), 'f')} {code}".strip()


def parse_done(text: str) -> bool | None:
    """Whether something is done, as a list of things to do says it."""
    word = fold(text).strip(" .!")
    if word in _DONE or text.strip() in _TICKS:
        return True
    return False if word in _OPEN or text.strip() in _NO_TICKS else parse_yes_no(text)


def parse_yes_no(text: str) -> bool | None:
    word = fold(text).strip(" .")
    if word in _YES:
        return True
    return False if word in _NO else None


def _bare(text: str) -> str:
    """The number without currency, spaces and brackets, with its sign in front; "" for what is no number."""
    text = text.strip()
    if not text or len(text) > 40:
        return ""
    negative = text.startswith("(") and text.endswith(")")
    text = _CURRENCY.sub("", text.strip("()")).strip().removesuffix("%").strip()
    if text.endswith("-"):
        negative, text = True, text[:-1].rstrip()
    if not _SHAPE.fullmatch(text):
        return ""
    plain = _SPACES.sub("", text).replace("−", "-").removeprefix("+")
    return "-" + plain.lstrip("-") if negative else plain


def _decimal_sign(bare: str) -> str:
    """ "." or "," where the number shows it, "?" where it could be either, "" where there is none."""
    points, commas = bare.count("."), bare.count(",")
    if points and commas:
        return "." if bare.rfind(".") > bare.rfind(",") else ","
    if not points and not commas:
        return ""
    sign, other = (".", ",") if points else (",", ".")
    if points + commas > 1:
        return other
    before, _, after = bare.lstrip("-").partition(sign)
    if len(after) != 3 or before in ("", "0") or len(before) > 3:
        return sign
    return "?"


def _groups_fit(bare: str, group: str, decimal: str) -> bool:
    whole = bare.partition(decimal)[0].lstrip("-")
    if group in bare.partition(decimal)[2]:
        return False
    first, *others = whole.split(group)
    return not others or (1 <= len(first) <= 3 and len(others[-1]) == 3 and all(len(each) in (2, 3) for each in others))
