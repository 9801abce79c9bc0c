"""Where they are, in the way each country writes it, and numbers that ring nowhere.

Phones are from ranges that regulators keep for films and books: Ofcom 07700 900xxx, 01632 960xxx and 020 7946 0xxx,
ComReg 020 91x xxxx, Bundesnetzagentur (0)30 23125 xxx and the like, Arcep 01 99 00 xx xx and 06 39 98 xx xx, PTS 08-465
004 xx, ACMA (03) 7010 xxxx, and 555-01xx in North America. Countries without such a range have no phones here.
"""

from collections.abc import Iterator
from random import Random

from goodwill.desk.example.plan import Place

HERE = ("Harwick", "Harwick", "Harwick", "Harwick", "Felton", "Felton", "Port Ellis", "Port Ellis", "Sandmouth")
OUTWARD = {"Harwick": "HW", "Felton": "FE", "Port Ellis": "PE", "Sandmouth": "SM"}
STREETS = (
    "Dock Road", "Elm Street", "Mill Lane", "Chapel Lane", "Station Road", "Cliff Road", "Rope Walk", "Anchor Street",
    "Lighthouse Lane", "Net Loft Row", "Cooper’s Yard", "Gull Street", "Tannery Lane", "Old Quay", "Market Row",
    "Priory Road", "Saltings Way", "Foundry Street", "Beacon Hill", "Ferry Lane", "Orchard Close", "Bellman Street",
)  # fmt: skip
FLATS = ("", "", "", "", "Flat 2", "Flat 5B", "Top floor", "The Annexe")
ABROAD = {
    "Hamburg": ("DE", "Am Sandtorkai {n}", "20457", ""),
    "Berlin": ("DE", "Oranienstraße {n}", "10999", ""),
    "Lyon": ("FR", "{n} rue Mercière", "69002", ""),
    "Nantes": ("FR", "{n} quai de la Fosse", "44000", ""),
    "Göteborg": ("SE", "Magasinsgatan {n}", "411 18", ""),
    "Stockholm": ("SE", "Hantverkargatan {n}", "112 21", ""),
    "København": ("DK", "Islands Brygge {n}", "2300", ""),
    "Utrecht": ("NL", "Oudegracht {n}", "3511 AH", ""),
    "Torino": ("IT", "Via Principe Amedeo {n}", "10123", "TO"),
    "Bilbao": ("ES", "Calle Ledesma {n}", "48001", "Bizkaia"),
    "Gdańsk": ("PL", "ul. Ogarna {n}", "80-826", ""),
    "Dublin": ("IE", "{n} Sir John Rogerson’s Quay", "D02 XY00", ""),
    "Cork": ("IE", "{n} Lavitt’s Quay", "T12 XY00", ""),
    "Portland": ("US", "{n}00 SE Water Avenue", "97214", "OR"),
    "Melbourne": ("AU", "{n} Brunswick Street", "3065", "VIC"),
    "Osaka": ("JP", "Kita-ku Nakanoshima {n}-3", "530-0005", ""),
    "Budapest": ("HU", "Ráday utca {n}", "1092", ""),
}


def country_of(town: str) -> str:
    return ABROAD[town][0] if town in ABROAD else "GB"


def place(rng: Random, town: str, **more: object) -> Place:
    if town in ABROAD:
        country, street, postcode, region = ABROAD[town]
        return Place(street.format(n=rng.randint(2, 68)), postcode, town, region, country)
    outward, inward = f"{OUTWARD[town]}{rng.randint(1, 4)}", f"{rng.randint(1, 9)}{rng.choice('ABDEFGHJLNPQRSTU')}"
    flat = rng.choice(FLATS)
    street = f"{rng.randint(1, 120)} {rng.choice(STREETS)}"
    return Place(f"{flat}, {street}" if flat else street, f"{outward} {inward}{rng.choice('ABDEFGHJLNPQ')}", town)


class Phones:
    """Gives each number once, typed in one of the ways that people type."""

    def __init__(self, taken: str) -> None:
        digits = "".join(sign for sign in taken if sign.isdecimal() or sign == "\n")
        self._mobile = _free("07700900", digits)
        self._fixed = _free("01632960", digits)
        self._count = 0

    def mobile(self, rng: Random, country: str = "GB") -> str:
        if country != "GB":
            return self._abroad(country)
        number = next(self._mobile)
        return rng.choice((f"07700 900{number}", f"07700 900{number}", f"+44 7700 900{number}", f"07700900{number}"))

    def fixed(self, rng: Random, country: str = "GB") -> str:
        if country != "GB":
            return self._abroad(country)
        number = next(self._fixed)
        return rng.choice(
            (f"01632 960{number}", f"01632 960{number}", f"(01632) 960 {number}", f"+44 1632 960{number}")
        )

    def _abroad(self, country: str) -> str:
        self._count += 1
        n = self._count
        forms = {
            "DE": f"+49 30 23125 {100 + n % 900}",
            "FR": f"+33 1 99 00 {10 + n % 90} {10 + n * 7 % 90}",
            "SE": f"+46 8 465 004 {10 + n % 90}",
            "IE": f"+353 20 91{n % 10} {1000 + n * 37 % 9000}",
            "US": f"+1 503-555-01{10 + n % 90}",
            "AU": f"+61 3 7010 {1000 + n * 41 % 9000}",
        }
        return forms.get(country, "")


def _free(prefix: str, taken: str) -> Iterator[str]:
    """Three digits behind the prefix, spread over the range; those of numbers that are taken are left out."""
    for step in range(1000):
        number = f"{(step * 37 + 11) % 1000:03}"
        if prefix + number not in taken:
            yield number
