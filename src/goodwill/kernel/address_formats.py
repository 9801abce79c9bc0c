"""How each country orders an address and writes its postcodes: facts published by its post.

One line a country: code, order, postcodes. In the order S is street and house (and what goes with it), Z the postcode,
C the city, R the region, / a new line; other signs stand between two parts if both are there. In a postcode 9 is a
digit, A a letter and * either; several forms have | between.
"""

from functools import cache
from typing import NamedTuple

_TABLE = """
AD S/Z_C AD999
AE S/C/R -
AL S/Z/C 9999
AM S/Z/C/R 9999
AR S/Z_C/R 9999|A9999AAA
AT S/Z_C 9999
AU S/C_R_Z 9999
AZ S/Z_C 9999
BA S/Z_C 99999
BD S/C_-_Z 9999
BE S/Z_C 9999
BG S/Z_C 9999
BH S/C_Z 999|9999
BO S/C -
BR S/C-R/Z 99999-999
BY S/Z,_C/R 999999
CA S/C_R_Z A9A_9A9
CH S/Z_C 9999
CL S/Z_C/R 9999999
CN S/C/R,_Z 999999
CO S/C,_R,_Z 999999
CR S/R,_C/Z 99999
CY S/Z_C 9999
CZ S/Z_C 999_99
DE S/Z_C 99999
DK S/Z_C 9999
DO S/Z_C 99999
DZ S/Z_C 99999
EC S/Z/C 999999
EE S/Z_C/R 99999
EG S/C/R/Z 99999
ES S/Z_C_R 99999
FI S/Z_C 99999
FO S/Z_C 999
FR S/Z_C 99999
GB S/C/Z A9_9AA|A99_9AA|AA9_9AA|AA99_9AA|A9A_9AA|AA9A_9AA
GE S/Z_C 9999
GI S/C/Z AA99_9AA
GL S/Z_C 9999
GR S/Z_C 999_99
GT S/Z_-_C 99999
HK S/C/R -
HR S/Z_C 99999
HU C/S/Z 9999
ID S/C/R_Z 99999
IE S/C/R/Z A99_****|A9A_****
IL S/C_Z 9999999
IN S/C_Z/R 999999|999_999
IR R/C,_S/Z 99999-99999
IS S/Z_C 999
IT S/Z_C_R 99999
JO S/C_Z 99999
JP S,_C/R/Z 999-9999
KE S/C/Z 99999
KR S/C/R/Z 99999
KW S/Z_C 99999
KZ Z/R/C/S 999999
LB S/C_Z 9999|9999_9999
LI S/Z_C 9999
LK S/C/Z 99999
LT S/Z_C LT-99999
LU S/Z_C 9999
LV S/R/C,_Z LV-9999
MA S/Z_C 99999
MC S/Z_C 99999
MD S/Z_C MD-9999
ME S/Z_C 99999
MK S/Z_C 9999
MT S/C_Z AAA_9999
MX S/Z_C,_R 99999
MY S/Z_C/R 99999
NG S/C_Z/R 999999
NL S/Z_C 9999_AA
NO S/Z_C 9999
NP S/C_Z 99999
NZ S/C_Z 9999
OM S/Z/C 999
PA S/Z_C/R 9999
PE S/C_Z/R 99999
PH S/Z_C/R 9999
PK S/C-Z 99999
PL S/Z_C 99-999
PR S/C_R_Z 99999|99999-9999
PT S/Z_C 9999-999
PY S/Z_C 9999|999999
QA S/C -
RO S/Z_C/R 999999
RS S/Z_C 99999
RU S/C/R/Z 999999
SA S/C_Z 99999|99999-9999
SE S/Z_C 999_99
SG S/C_Z 999999
SI S/Z_C 9999
SK S/Z_C 999_99
SM S/Z_C 99999
TH S/C/R_Z 99999
TN S/Z_C 9999
TR S/Z_C/R 99999
TW S/C,_R_Z 999|99999|999999
UA S/C/R/Z 99999
US S/C,_R_Z 99999|99999-9999
UY S/Z_C_R 99999
VA S/Z_C 99999
VE S/C_Z,_R 9999
VN S/C/R_Z 99999|999999
ZA S/C/Z 9999
"""
# Written in the script of the country: from the largest to the smallest.
_NATIVE = """
CN Z/RCS
JP Z/RCS
KR R_C_S/Z
TW Z/RCS
"""
_CAPITALS = "AU CA CO FR GB IE IT NZ PR SG US"
_OTHERS = "S/Z_C/R"


class Format(NamedTuple):
    lines: tuple[str, ...]
    postcodes: tuple[str, ...]
    capitals: bool  # in the city, on the envelope

    def line_of(self, part: str) -> str:
        return next((line for line in self.lines if part in line), "")


@cache
def format_of(country: str, *, native: bool = False) -> Format:
    order, postcodes = _rows(_TABLE).get(country, (_OTHERS, "-"))
    if native:
        order = _rows(_NATIVE).get(country, (order, ""))[0]
    forms = () if postcodes == "-" else tuple(postcodes.replace("_", " ").split("|"))
    return Format(tuple(order.split("/")), forms, country in _CAPITALS.split())


@cache
def _rows(table: str) -> dict[str, tuple[str, str]]:
    rows = [(*line.split(), "")[:3] for line in table.strip().splitlines()]
    return {code: (order, postcodes) for code, order, postcodes in rows}
