"""Which country is meant by a name in any of the usual languages, a code, or a habit (UK, Holland)."""

from functools import cache, lru_cache

from goodwill.kernel.text import fold

# In the order in which they are asked; the language of the reader comes before them.
_LANGUAGES = "en de fr es it nl pt pl sv da nb fi cs sk hu ro bg hr sl el tr uk ru et lv lt ja zh ko ar he hi id vi th"
_HABITS = """
GB: uk, u.k, england, scotland, wales, great britain, britain, northern ireland, engeland, schottland, grossbritannien
GB: angleterre, inglaterra, inghilterra, united kingdom of great britain and northern ireland
US: u.s.a, u.s, america, united states of america, the united states, vereinigte staaten von amerika
NL: holland, the netherlands, hollande, holanda, olanda
CZ: czech republic, tschechische republik, republique tcheque, ceska republika
DE: brd, bundesrepublik deutschland, federal republic of germany
KR: korea, south korea, republic of korea
KP: democratic people's republic of korea
RU: russian federation, russische foderation
CN: p.r. china, pr china, people's republic of china, volksrepublik china, mainland china
TW: r.o.c, republic of china, chinese taipei
HK: hong kong, hongkong
MO: macau, macao
AE: uae, u.a.e, emirates
IE: republic of ireland, eire
MK: macedonia, fyrom
SZ: swaziland
TR: turkey, turkiye
CI: ivory coast, elfenbeinkuste
VA: vatican, holy see
VN: viet nam
IR: persia
MM: burma
CV: cape verde
TL: east timor
CH: schweizerische eidgenossenschaft, helvetia, swiss confederation
AT: republik osterreich
"""
_CAR_SIGNS = "A:AT B:BE CH:CH D:DE DK:DK E:ES F:FR FL:LI GB:GB I:IT IRL:IE L:LU N:NO P:PT S:SE"
_ISO3 = """
ARG:AR AUS:AU AUT:AT BEL:BE BGR:BG BRA:BR CAN:CA CHE:CH CHL:CL CHN:CN COL:CO CYP:CY CZE:CZ DEU:DE DNK:DK EGY:EG ESP:ES
EST:EE FIN:FI FRA:FR GBR:GB GRC:GR HKG:HK HRV:HR HUN:HU IDN:ID IND:IN IRL:IE ISL:IS ISR:IL ITA:IT JPN:JP KEN:KE KOR:KR
KWT:KW LIE:LI LTU:LT LUX:LU LVA:LV MAR:MA MCO:MC MEX:MX MLT:MT MYS:MY NGA:NG NLD:NL NOR:NO NZL:NZ PAK:PK PER:PE PHL:PH
POL:PL PRT:PT ROU:RO RUS:RU SAU:SA SGP:SG SRB:RS SVK:SK SVN:SI SWE:SE THA:TH TUN:TN TUR:TR TWN:TW UKR:UA URY:UY USA:US
VNM:VN ZAF:ZA
"""
_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"})


@lru_cache(maxsize=4096)
def country_code(text: str, language: str = "en") -> str:
    """The ISO code, or "" if no country is called so."""
    name = _key(text)
    if not name:
        return ""
    if code := _known().get(name):
        return code
    for asked in (language, *_LANGUAGES.split()):
        if code := _names(asked).get(name):
            return code
    return ""


def country_name(code: str, language: str = "en") -> str:
    """The code itself if it is of no country."""
    from goodwill.kernel.locale import locale_of

    return str(locale_of(language).territories.get(code.upper(), code))


@cache
def _known() -> dict[str, str]:
    """Codes, signs of cars and habits, folded. A code of ISO comes before a sign that means another country."""
    known: dict[str, str] = {}
    for line in _HABITS.strip().splitlines():
        code, _colon, names = line.partition(": ")
        known |= dict.fromkeys(names.split(", "), code)
    for pair in (*_CAR_SIGNS.split(), *_ISO3.split()):
        sign, _colon, code = pair.partition(":")
        known[sign.lower()] = code
    return known | {code.lower(): code for code in territories("en")}


@cache
def _names(language: str) -> dict[str, str]:
    return {_key(name): code for code, name in territories(language).items()}


def _key(name: str) -> str:
    return fold(name).strip(" .,;")


def territories(language: str) -> dict[str, str]:
    """ISO code to name, without groups of countries."""
    from goodwill.kernel.locale import locale_of

    names = locale_of(language).territories
    return {str(code): str(name) for code, name in names.items() if len(str(code)) == 2 and code not in _NOT_COUNTRIES}
