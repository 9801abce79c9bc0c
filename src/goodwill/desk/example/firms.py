"""The firms around the harbour and far from it: name, trade, town, audience, phase, people, tags."""

from typing import NamedTuple

KINDS = {"school": "school", "club": "association", "government": "government", "press": "press"}


class Known(NamedTuple):
    name: str
    industry: str
    town: str
    audience: str
    phase: str
    people: int
    tags: tuple[str, ...]


_TABLE = """
Tern Logistics Ltd|Logistics|Harwick|fleet|loyal|85|fleet
Pier Nine Parcels|Courier service|Port Ellis|fleet|customer|24|fleet
Gullwing Deliveries|Courier service|Felton|fleet|customer|17|fleet
Saltmarsh Veg Boxes|Food delivery|Harwick|fleet|customer|9|fleet
Copper Kettle Coffee|Catering|Harwick|fleet|loyal|12|fleet
Anchor Street Bakery|Bakery|Harwick|fleet|customer|14|fleet
Mudlark Flowers|Florist|Port Ellis|fleet|customer|6|
Tideway Laundry|Laundry|Harwick|back|customer|31|fleet
Felton Dairy Co-operative|Food wholesale|Felton|fleet|slipping|44|fleet
Harbour Home Care|Care service|Harwick|fleet|loyal|58|fleet service-plan
Nightingale Pharmacy|Pharmacy|Sandmouth|fleet|customer|11|
Bright & Sons Glaziers|Building trade|Felton|fleet|customer|8|
Ropewalk Print|Printing|Harwick|fleet|ended|7|
Lantern Theatre|Theatre|Harwick|fleet|customer|26|
Kingfisher Window Cleaners|Cleaning|Port Ellis|fleet|customer|5|
Duna Futár Kft.|Courier service|Budapest|fleet|customer|38|fleet abroad
Stillwater Spa|Tourism|Sandmouth|rental|loyal|40|rental
Old Lifeboat Inn|Hotel|Sandmouth|rental|customer|18|rental
Beacon Hill Youth Hostel|Tourism|Harwick|rental|customer|9|rental
Marsh Farm Camping|Tourism|Felton|rental|customer|6|rental
Ferryman’s Rest|Hotel|Port Ellis|rental|slipping|13|rental
Dune Cottages|Tourism|Sandmouth|rental|customer|4|rental
Harwick Marina|Marina|Harwick|rental|customer|22|rental
Coast Path Tours|Tourism|Port Ellis|rental|loyal|5|rental
Windmill Guesthouse|Hotel|Felton|rental|ended|3|
Heron Lodge|Hotel|Sandmouth|rental|customer|15|rental
Felton Cycles|Bicycle shop|Felton|trade|customer|5|trade
Spoke & Saddle|Bicycle shop|Sandmouth|trade|loyal|4|trade
Kessler & Vogt GmbH|Bicycle shop|Hamburg|trade|customer|19|trade abroad
Speichenwerk Kreuzberg|Bicycle shop|Berlin|trade|customer|7|trade abroad
Atelier Marin SARL|Bicycle shop|Nantes|trade|customer|6|trade abroad
Västkust Cykel AB|Bicycle shop|Göteborg|trade|loyal|16|trade abroad
Havnens Cykler ApS|Bicycle shop|København|trade|customer|9|trade abroad
Stadsfiets Utrecht B.V.|Bicycle shop|Utrecht|trade|slipping|11|trade abroad
Bicis del Norte S.L.|Bicycle shop|Bilbao|trade|customer|8|trade abroad
Liffey Cargo Bikes Ltd|Bicycle shop|Dublin|trade|customer|6|trade abroad
Yarra Pedal Company|Bicycle shop|Melbourne|trade|lead|12|trade abroad
Nordlicht Radtechnik GmbH|Manufacturer|Hamburg|supplier||64|supplier
Roue Libre SARL|Manufacturer|Lyon|supplier||35|supplier
Kungsholmens Däck AB|Manufacturer|Stockholm|supplier||120|supplier
Cicli Ferrero S.r.l.|Manufacturer|Torino|supplier||21|supplier
Bałtyk Łańcuchy sp. z o.o.|Manufacturer|Gdańsk|supplier||48|supplier
Rainy Day Racks LLC|Manufacturer|Portland|supplier||14|supplier
Sakai Hub Works|Manufacturer|Osaka|supplier||230|supplier
Felton Powder Coating|Surface finishing|Felton|supplier||12|supplier
Harwick Locksmiths|Locks and keys|Harwick|supplier||5|supplier
St Brigid’s Primary School|Education|Harwick|school|customer|42|school
Saltings Academy|Education|Felton|school|customer|96|school
Lighthouse Nursery|Education|Sandmouth|school|customer|15|
Port Ellis College|Education|Port Ellis|school|lead|140|
Sandmouth Road Club|Cycling club|Sandmouth|club|loyal|180|club
Felton Women’s Riding Circle|Cycling club|Felton|club|customer|95|club
Port Ellis Lifeboat Friends|Association|Port Ellis|club|customer|240|club
Harwick Tenants’ Union|Association|Harwick|club|prospect|310|
Lee Valley Greenways|Association|Cork|club||60|abroad
County Highways Office|Public administration|Felton|government|lead|75|tender
Harwick Harbour Authority|Public administration|Harwick|government|customer|52|
Port Ellis Town Council|Public administration|Port Ellis|government|prospect|18|tender
County Trading Standards|Public administration|Felton|government||29|
Felton Gazette|Newspaper|Felton|press||16|press
Radio Saltmarsh|Broadcasting|Harwick|press||8|press
The Slow Wheel|Magazine|Dublin|press||4|press abroad
Harbour Surveyors|Surveying|Harwick|office|customer|23|
Quill & Partners Solicitors|Law office|Harwick|office|customer|31|
Bluewater Marine Insurance|Insurance|Port Ellis|office|customer|64|
Doctors at Priory Road|Health|Harwick|office|loyal|19|
Sandmouth Hospital Trust|Health|Sandmouth|office|lead|420|tender
Tidal Energy Partners|Energy|Felton|office|customer|88|
Harwick Savings Bank|Banking|Harwick|office|customer|47|
Net Loft Studios|Design|Harwick|office|customer|9|
Foundry Street Architects|Architecture|Harwick|office|slipping|14|
Brook & Bramble Nursery Gardens|Gardening|Felton|office|customer|11|
Harwick Library Service|Public service|Harwick|office|customer|26|
Mermaid Fish Processing|Food industry|Port Ellis|office|ended|73|
Old Customs House Lofts|Housing|Harwick|firm lead|lead|6|
Greenline Removals|Removals|Felton|firm lead|lead|13|fleet
Sunday Roast Club|Catering|Harwick|firm lead|lead|5|
Harwick Vets|Health|Harwick|firm lead|lead|21|
Sandmouth Ices|Food delivery|Sandmouth|firm lead|lead|8|
Pascoe Plumbing|Building trade|Port Ellis|firm prospect|prospect|4|
Brightwell Opticians|Health|Felton|firm prospect|prospect|9|
Harwick Escape Rooms|Leisure|Harwick|firm prospect|prospect|7|
Tin Mine Museum|Museum|Felton|firm prospect|prospect|12|
Moorland Honey|Food|Felton|firm prospect|prospect|3|
Cliff Top Golf|Leisure|Sandmouth|firm prospect|prospect|28|
"""


def _known(line: str) -> Known:
    name, industry, town, audience, phase, people, tags = line.split("|")
    return Known(name, industry, town, audience, phase, int(people), tuple(tags.split()))


FIRMS = tuple(_known(line) for line in _TABLE.strip().splitlines())
ROLES = {
    "fleet": ("Dispatcher", "Fleet manager", "Owner", "Operations", "Depot manager", "Buyer"),
    "back": ("Managing director", "Fleet manager"),
    "rental": ("Manager", "Front desk", "Owner", "Guest services", "Caretaker"),
    "trade": ("Owner", "Buyer", "Workshop", "Shop manager"),
    "supplier": ("Sales", "Export manager", "Order desk", "Managing director"),
    "school": ("Head teacher", "Caretaker", "Sports teacher", "School office"),
    "club": ("Chair", "Treasurer", "Secretary", "Tour captain"),
    "government": ("Procurement", "Transport planner", "Town clerk", "Inspector"),
    "press": ("Reporter", "Editor", "Presenter"),
    "office": ("Office manager", "Facilities", "Partner", "Personnel", "Sustainability"),
}
