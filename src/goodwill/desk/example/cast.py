"""Who is known by name: the firms and people on whose pages somebody looks first."""

from goodwill.desk.example.plan import Place

NAME = "Harbour Bikes"
FIRM_COLUMNS = ("name", "industry", "phase", "town", "street", "postcode", "phone", "owner", "tags", "kind", "audience")
FIRMS = """
Northgate Couriers|Courier service|customer|Harwick|14 Dock Road|HW1 4DR|01632 960112|0|fleet|firm|fleet
Quayside Hotel|Hotel|loyal|Harwick|1 The Quay|HW1 1AA|01632 960147|1|rental|firm|rental
City of Harwick|Public administration|lead|Harwick|Town Hall Square|HW1 2TH|01632 960871|0|tender|government|government
Moretti Logistica|Logistics|slipping|Felton|Unit 7, Mill Lane|FE3 8QX|01632 960203|1|fleet|firm|fleet
Weiss Physiotherapy|Health|customer|Harwick|22 Elm Street|HW2 6EL|01632 960820|2||firm|office
Nakamura Trading|Wholesale|lead|Port Ellis|3 Harbour Way|PE1 3HW|01632 960199|1||firm|trade
Reparto Verde|Food delivery|customer|Harwick|9 Market Row|HW1 3MR|01632 960122|0|fleet|firm|fleet
Elm Street School|Education|customer|Harwick|40 Elm Street|HW2 6EP|01632 960340|2||school|school
Harwick Wheelers|Cycling club|loyal|Harwick|The Boathouse|HW1 1BH|01632 960555|3|club|association|club
Dahl & Søn|Bicycle shop|loyal|Port Ellis|88 Strand|PE1 8ST|01632 960578|1|trade|firm|trade
Brightwater Brewery|Brewery|prospect|Felton|Old Maltings|FE1 1OM|01632 960610|3||firm|firm prospect
Seaview Holiday Park|Tourism|customer|Sandmouth|Cliff Road|SM4 2CR|01632 960404|2|rental|firm|rental
Postcard Harwick|Tourism|lead|Harwick|6 The Arcade|HW1 1TA|01632 960713|3||firm|rental
Lindqvist Frames|Manufacturer||Felton|12 Forge Street|FE2 5FS|01632 960888|1|supplier|firm|supplier
Harbour Echo|Newspaper||Harwick|2 Printers Court|HW1 2PC|01632 960031|0||press|press
Green Mile Charity|Charity|ended|Port Ellis|5 Chapel Lane|PE2 2CL|01632 960990|3||charity|club
Okafor Catering|Catering|prospect|Harwick|17 Station Road|HW3 1SR|01632 960343|2||firm|firm prospect
Castle Insurance|Insurance||Felton|Castle House|FE1 9CH|01632 960250|1|partner|firm|office
"""
PERSON_COLUMNS = ("name", "firm", "role", "phase", "phone", "owner", "birthday", "tags", "town")
PEOPLE = """
Amara Bello|Northgate Couriers|Fleet manager|customer|020 7946 0112|0|1986-03-14|fleet|
Victor Hale|Northgate Couriers|Managing director|customer|07700 900113|0|||
Sinéad O’Brien|Quayside Hotel|General manager|loyal|07700 900147|1|1979-11-30||
Grace Bello|Quayside Hotel|Buyer|customer|07700 900148|1|||
Priya Raman|City of Harwick|Procurement|lead|07700 900871|0||tender|
Colin Marsh|City of Harwick|Transport planner|lead|07700 900872|0|||
Elena Moretti|Moretti Logistica|Operations|slipping|07700 900203|1|1990-12-02||
Hannah Weiss|Weiss Physiotherapy|Owner|customer|07700 900820|2|1974-01-12||
Kenji Nakamura|Nakamura Trading|Director|lead|07700 900199|1|||
Rosa Castillo|Reparto Verde|Buyer|customer|07700 900122|0|1993-11-24||
Diego Fuentes|Reparto Verde|Rider in chief|customer|07700 900123|3|||
Margaret Olsen|Elm Street School|Head teacher|customer|07700 900340|2|||
Paul Deering|Elm Street School|Caretaker||07700 900341|2|||
Ioana Petrescu|Harwick Wheelers|Chair|loyal|07700 900555|3|1988-06-21|club|
Sam Whitlock|Harwick Wheelers|Treasurer|loyal|07700 900556|3||club|
Jonas Dahl|Dahl & Søn|Owner|loyal|07700 900578|1|1969-04-02|trade|
Mette Dahl|Dahl & Søn|Workshop|loyal|07700 900579|1|||
Fergus Boyd|Brightwater Brewery|Brand manager|prospect|07700 900610|3|||
Aisha Karim|Seaview Holiday Park|Guest services|customer|07700 900404|2|||
Tomás Novák|Postcard Harwick|Founder|lead|07700 900713|3|1995-02-17||
Astrid Lindqvist|Lindqvist Frames|Sales||07700 900888|1||supplier|
Joanna Price|Harbour Echo|Reporter||07700 900031|0||press|
Miriam Katz|Green Mile Charity|Coordinator|ended|07700 900990|3|||
Tom Okafor|Okafor Catering|Owner|prospect|07700 900343|2|1982-11-27||
Neil Archer|Castle Insurance|Broker||07700 900250|1||partner|
Ben Whitaker|||prospect|07700 900401|0|||Harwick
Lucy Ferrand|||customer|07700 900402|2|1991-05-09|e-bike|Harwick
George Ferrand|||customer|07700 900403|2|||Harwick
Nadia Haddad|||loyal|07700 900405|3|1984-11-23|e-bike|Felton
Oskar Lund|||slipping|07700 900406|1||touring|Port Ellis
Pilar Soto|||customer|07700 900407|0|1977-08-30|cargo|Harwick
Walter Crane|||ended|07700 900408|1|||Sandmouth
Mei Lin|||lead|07700 900409|3||e-bike|Harwick
Arjun Patel|||customer|07700 900410|2|1989-12-05|touring|Felton
Chloé Martin|||prospect|07700 900411|0|||Harwick
Stefan Novotny|||customer|07700 900412|3||race|Harwick
Beatrice Long|||loyal|07700 900413|1|1958-11-29||Sandmouth
Yusuf Demir|||lead|07700 900414|2||cargo|Harwick
Isla McKay|||customer|07700 900415|0||e-bike|Port Ellis
Hugo Brandt|||slipping|07700 900416|3||race|Felton
Freya Nilsen|||customer|07700 900417|2|1999-03-03||Harwick
Marcus Webb|||prospect|07700 900418|1|||Harwick
"""
HOUSEHOLDS = {"The Ferrands": ("Lucy Ferrand", "George Ferrand")}
AT_HOME = Place("12 Lighthouse Lane", "HW2 5QD", "Harwick")
TIES = (
    ("Amara Bello", "Grace Bello", "sibling"),
    ("Jonas Dahl", "Mette Dahl", "married"),
    ("Lucy Ferrand", "George Ferrand", "married"),
    ("Tomás Novák", "Ioana Petrescu", "referred_by"),
    ("Reparto Verde", "Northgate Couriers", "referred_by"),
    ("Colin Marsh", "Ioana Petrescu", "friend"),
    ("Lindqvist Frames", "Dahl & Søn", "supplies"),
    ("Joanna Price", "City of Harwick", "reports_on"),
    ("Ioana Petrescu", "Harwick Wheelers", "member_of"),
    ("Arjun Patel", "Harwick Wheelers", "member_of"),
)
FORMERLY = (
    ("Amara Bello", "Pier Nine Parcels", "Dispatcher", 2400, 1290),
    ("Grace Bello", "Stillwater Spa", "Front desk", 1900, 640),
    ("Colin Marsh", "County Highways Office", "Technician", 3600, 900),
    ("Aisha Karim", "Old Lifeboat Inn", "Front desk", 1700, 800),
    ("Joanna Price", "Felton Gazette", "Trainee", 2600, 1500),
    ("Elena Moretti", "Tern Logistics Ltd", "Buyer", 2000, 980),
    ("Fergus Boyd", "Copper Kettle Coffee", "Shift lead", 1500, 700),
)
"""Who worked where before: role, and how many days ago it began and ended."""
BIRTHDAYS_SOON = {"Rosa Castillo": 1, "Beatrice Long": 3, "Sinéad O’Brien": 4, "Hannah Weiss": 0}
FRIENDS = {
    "Amara Bello": "friend",
    "Ioana Petrescu": "friend",
    "Jonas Dahl": "partner",
    "Elena Moretti": "at_odds",
    "Nadia Haddad": "friend",
    "Hugo Brandt": "love_hate",
    "Astrid Lindqvist": "partner",
    "Oskar Lund": "distant",
}
ABOUT = {
    "Amara Bello": "Looks after eighteen Carriers at two depots. Came to Northgate from Pier Nine and brought us along.",
    "Sinéad O’Brien": "Decides about the rental bikes alone; the contract goes through the group’s office.",
    "Jonas Dahl": "Third generation in the shop. Likes to be visited, hates forms.",
    "Priya Raman": "Everything in writing, with the number of the tender in the subject.",
    "Hannah Weiss": "Cycles to house calls. Pick-up on a Friday, back on Monday.",
}


def rows(table: str, columns: tuple[str, ...]) -> list[dict[str, str]]:
    return [dict(zip(columns, line.split("|"), strict=True)) for line in table.strip().splitlines()]
