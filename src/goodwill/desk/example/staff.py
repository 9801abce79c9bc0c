"""Who works at Harbour Bikes: name, mail, role, teams. The first one is the owner, whom a visitor looks through."""

STAFF = (
    ("Mara Klein", "mara@harbour-bikes.example", "owner", ("Sales", "Workshop")),
    ("Lars Sørensen", "lars@harbour-bikes.example", "manager", ("Sales",)),
    ("Eve Varga", "eve@harbour-bikes.example", "staff", ("Shop",)),
    ("Ned Ruiz", "ned@harbour-bikes.example", "staff", ("Shop", "Workshop")),
    ("Ewa Nowak", "ewa@harbour-bikes.example", "staff", ("Workshop",)),
)
TEAMS = ("Sales", "Shop", "Workshop")
WORDINGS = (
    ("Newsletter", "news", "mail", "I would like to get news from the workshop by mail."),
    ("Offers", "offers", "mail", "You may send me offers by mail, and I can stop them at any time."),
    ("Asking how it went", "surveys", "phone", "Harbour Bikes may call me and ask how they did."),
)
