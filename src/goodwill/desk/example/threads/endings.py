"""How it ends, who comes back, and one who vanished."""

from goodwill.desk.example.threads import Thread, call_in, letter, mail_in, mail_out, met, no_answer, note, visit

ENDINGS = (
    Thread(
        "the end of a firm", "ended firm",
        (letter(0, "in", "We close", "[Retires, nobody takes over|The lease ran out|Merged with a firm in the north]. Thanks for [four|six|eight] good years."), note(8, "Bought back {n} of the bikes. Three went to the school.")),
    ),
    Thread(
        "moved away", "ended",
        (mail_in(0, "Moving", "To [Leeds|Cork|Malm\u00f6|the mountains] in {month}. Sells the {bike}; asks whether we know somebody."), note(14, "Sold within a week to {neighbour}. A card from the new place hangs in the workshop.")),
    ),
    Thread(
        "back again", "back",
        (
            call_in(0, 12, "Would like to come back", "The other shop [let them wait three weeks|has closed|never had parts]. Remembers {colleague} kindly."),
            visit(8, 40, "New beginning", "Walked through all {n} bikes. [Honest prices|A written promise on times], one contact. Shook hands on a year."),
            mail_out(5, "What we agreed", "Times, prices and a telephone number that is answered."),
        ),
    ),
    Thread(
        "vanished", "vanished",
        (
            mail_in(0, "Cargo bike for a bakery", "Bread to nine caf\u00e9s before seven. Needs a box that keeps warm. Very keen."),
            met(6, 50, "Drew a box", "Insulated, two shelves, fits the {bike}. Wants it by spring, bank decides in two weeks."),
            mail_out(3, "Offer with the warm box", "Bike, box, spare battery. Good until the end of the month."),
            no_answer(20, "Phone is off."),
            mail_out(21, "Still interested?", "No answer. Mail did not come back."),
            note(60, "Bakery never opened, shutters down. If this one turns up again: the drawing of the warm box is in the drawer."),
        ),
    ),
)  # fmt: skip
