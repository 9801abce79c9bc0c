"""Who there is: the staff, the firms and the people of the example. Phone numbers are from ranges kept for fiction."""

from typing import NamedTuple

NAME = "Harbour Bikes"
STAFF = (
    ("Mara Klein", "mara@harbour-bikes.example", "owner"),
    ("Lars Sørensen", "lars@harbour-bikes.example", "manager"),
    ("Eve Varga", "eve@harbour-bikes.example", "staff"),
    ("Ned Ruiz", "ned@harbour-bikes.example", "staff"),
)


class Firm(NamedTuple):
    name: str
    industry: str
    phase: str
    city: str
    street: str
    postcode: str
    phone: str
    owner: int
    tags: str = ""
    kind: str = "firm"


class Person(NamedTuple):
    name: str
    firm: str
    role: str
    phase: str
    phone: str
    owner: int
    birthday: str = ""
    tags: str = ""
    city: str = ""


FIRMS = (
    Firm(
        "Northgate Couriers",
        "Courier service",
        "customer",
        "Harwick",
        "14 Dock Road",
        "HW1 4DR",
        "01632 960112",
        0,
        "fleet",
    ),
    Firm("Quayside Hotel", "Hotel", "loyal", "Harwick", "1 The Quay", "HW1 1AA", "01632 960147", 1, "rental"),
    Firm(
        "City of Harwick",
        "Public administration",
        "lead",
        "Harwick",
        "Town Hall Square",
        "HW1 2TH",
        "01632 960871",
        0,
        "tender",
        "government",
    ),
    Firm(
        "Moretti Logistica",
        "Logistics",
        "slipping",
        "Felton",
        "Unit 7, Mill Lane",
        "FE3 8QX",
        "01632 960203",
        1,
        "fleet",
    ),
    Firm("Weiss Physiotherapy", "Health", "customer", "Harwick", "22 Elm Street", "HW2 6EL", "01632 960820", 2),
    Firm("Nakamura Trading", "Wholesale", "lead", "Port Ellis", "3 Harbour Way", "PE1 3HW", "01632 960199", 1),
    Firm(
        "Reparto Verde", "Food delivery", "customer", "Harwick", "9 Market Row", "HW1 3MR", "01632 960122", 0, "fleet"
    ),
    Firm(
        "Elm Street School",
        "Education",
        "customer",
        "Harwick",
        "40 Elm Street",
        "HW2 6EP",
        "01632 960340",
        2,
        "",
        "school",
    ),
    Firm(
        "Harwick Wheelers",
        "Cycling club",
        "loyal",
        "Harwick",
        "The Boathouse",
        "HW1 1BH",
        "01632 960555",
        3,
        "club",
        "association",
    ),
    Firm("Dahl & Søn", "Bicycle shop", "loyal", "Port Ellis", "88 Strand", "PE1 8ST", "01632 960578", 1, "trade"),
    Firm("Brightwater Brewery", "Brewery", "prospect", "Felton", "Old Maltings", "FE1 1OM", "01632 960610", 3),
    Firm(
        "Seaview Holiday Park", "Tourism", "customer", "Sandmouth", "Cliff Road", "SM4 2CR", "01632 960404", 2, "rental"
    ),
    Firm("Postcard Harwick", "Tourism", "lead", "Harwick", "6 The Arcade", "HW1 1TA", "01632 960713", 3),
    Firm("Lindqvist Frames", "Manufacturer", "", "Felton", "12 Forge Street", "FE2 5FS", "01632 960888", 1, "supplier"),
    Firm("Harbour Echo", "Newspaper", "", "Harwick", "2 Printers Court", "HW1 2PC", "01632 960031", 0, "", "press"),
    Firm(
        "Green Mile Charity",
        "Charity",
        "ended",
        "Port Ellis",
        "5 Chapel Lane",
        "PE2 2CL",
        "01632 960990",
        3,
        "",
        "charity",
    ),
    Firm("Okafor Catering", "Catering", "prospect", "Harwick", "17 Station Road", "HW3 1SR", "01632 960343", 2),
    Firm("Castle Insurance", "Insurance", "", "Felton", "Castle House", "FE1 9CH", "01632 960250", 1, "partner"),
)
PEOPLE = (
    Person("Amara Bello", "Northgate Couriers", "Fleet manager", "customer", "07700 900112", 0, "1986-03-14", "fleet"),
    Person("Victor Hale", "Northgate Couriers", "Managing director", "customer", "07700 900113", 0),
    Person("Sinéad O’Brien", "Quayside Hotel", "General manager", "loyal", "07700 900147", 1, "1979-11-30"),
    Person("Grace Bello", "Quayside Hotel", "Buyer", "customer", "07700 900148", 1),
    Person("Priya Raman", "City of Harwick", "Procurement", "lead", "07700 900871", 0, "", "tender"),
    Person("Colin Marsh", "City of Harwick", "Transport planner", "lead", "07700 900872", 0),
    Person("Elena Moretti", "Moretti Logistica", "Operations", "slipping", "07700 900203", 1, "1990-12-02"),
    Person("Hannah Weiss", "Weiss Physiotherapy", "Owner", "customer", "07700 900820", 2, "1974-01-12"),
    Person("Kenji Nakamura", "Nakamura Trading", "Director", "lead", "07700 900199", 1),
    Person("Rosa Castillo", "Reparto Verde", "Buyer", "customer", "07700 900122", 0, "1993-11-24"),
    Person("Diego Fuentes", "Reparto Verde", "Rider in chief", "customer", "07700 900123", 3),
    Person("Margaret Olsen", "Elm Street School", "Head teacher", "customer", "07700 900340", 2),
    Person("Paul Deering", "Elm Street School", "Caretaker", "", "07700 900341", 2),
    Person("Ioana Petrescu", "Harwick Wheelers", "Chair", "loyal", "07700 900555", 3, "1988-06-21", "club"),
    Person("Sam Whitlock", "Harwick Wheelers", "Treasurer", "loyal", "07700 900556", 3, "", "club"),
    Person("Jonas Dahl", "Dahl & Søn", "Owner", "loyal", "07700 900578", 1, "1969-04-02", "trade"),
    Person("Mette Dahl", "Dahl & Søn", "Workshop", "loyal", "07700 900579", 1),
    Person("Fergus Boyd", "Brightwater Brewery", "Brand manager", "prospect", "07700 900610", 3),
    Person("Aisha Karim", "Seaview Holiday Park", "Guest services", "customer", "07700 900404", 2),
    Person("Tomás Novák", "Postcard Harwick", "Founder", "lead", "07700 900713", 3, "1995-02-17"),
    Person("Astrid Lindqvist", "Lindqvist Frames", "Sales", "", "07700 900888", 1, "", "supplier"),
    Person("Joanna Price", "Harbour Echo", "Reporter", "", "07700 900031", 0, "", "press"),
    Person("Miriam Katz", "Green Mile Charity", "Coordinator", "ended", "07700 900990", 3),
    Person("Tom Okafor", "Okafor Catering", "Owner", "prospect", "07700 900343", 2, "1982-11-27"),
    Person("Neil Archer", "Castle Insurance", "Broker", "", "07700 900250", 1, "", "partner"),
    Person("Ben Whitaker", "", "", "prospect", "07700 900401", 0, "", "", "Harwick"),
    Person("Lucy Ferrand", "", "", "customer", "07700 900402", 2, "1991-05-09", "e-bike", "Harwick"),
    Person("George Ferrand", "", "", "customer", "07700 900403", 2, "", "", "Harwick"),
    Person("Nadia Haddad", "", "", "loyal", "07700 900405", 3, "1984-11-23", "e-bike", "Felton"),
    Person("Oskar Lund", "", "", "slipping", "07700 900406", 1, "", "touring", "Port Ellis"),
    Person("Pilar Soto", "", "", "customer", "07700 900407", 0, "1977-08-30", "cargo", "Harwick"),
    Person("Walter Crane", "", "", "ended", "07700 900408", 1, "", "", "Sandmouth"),
    Person("Mei Lin", "", "", "lead", "07700 900409", 3, "", "e-bike", "Harwick"),
    Person("Arjun Patel", "", "", "customer", "07700 900410", 2, "1989-12-05", "touring", "Felton"),
    Person("Chloé Martin", "", "", "prospect", "07700 900411", 0, "", "", "Harwick"),
    Person("Stefan Novotny", "", "", "customer", "07700 900412", 3, "", "race", "Harwick"),
    Person("Beatrice Long", "", "", "loyal", "07700 900413", 1, "1958-11-29", "", "Sandmouth"),
    Person("Yusuf Demir", "", "", "lead", "07700 900414", 2, "", "cargo", "Harwick"),
    Person("Isla McKay", "", "", "customer", "07700 900415", 0, "", "e-bike", "Port Ellis"),
    Person("Hugo Brandt", "", "", "slipping", "07700 900416", 3, "", "race", "Felton"),
    Person("Freya Nilsen", "", "", "customer", "07700 900417", 2, "1999-03-03", "", "Harwick"),
    Person("Marcus Webb", "", "", "prospect", "07700 900418", 1, "", "", "Harwick"),
)
HOUSEHOLDS = (("The Ferrands", ("Lucy Ferrand", "George Ferrand")),)
TIES = (
    ("Amara Bello", "Grace Bello", "sibling"),
    ("Jonas Dahl", "Mette Dahl", "married"),
    ("Tomás Novák", "Ioana Petrescu", "referred_by"),
)
