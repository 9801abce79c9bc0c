"""Firms whose people ride to work, or from one door to the next."""

from goodwill.desk.example.threads import Thread, call_in, mail_in, mail_out, met, note, visit

OFFICES = (
    Thread(
        "staff scheme",
        "office",
        (
            mail_in(0, "Bikes for our staff", "[Forty|Twenty|A dozen] people, tax scheme through the payroll. What does it take?"),
            met(14, 45, "Talk in the canteen", "Showed five bikes at lunch. [Lots of questions about theft|The {bike} was ridden down the corridor|Eleven names on the list]."),
            note(25, "[Seven|Nine|Four] orders so far through the scheme. Second round in {month}."),
        ),
    ),
    Thread(
        "pool bikes",
        "office",
        (
            call_in(0, 8, "Pool bikes for short ways", "Two or three {bike} at the door, with a key at reception, [instead of taxis|for the way to the clinic|for the site office]."),
            mail_out(3, "Three pool bikes", "[Price with locks, baskets in their colour and a yearly service|Three {bike}, numbered, one key for all|Two offers: bought, or by the month]."),
            visit(30, 25, "Pool bikes handed over", "Keys on a hook, log book beside. [The director rode first|Reception is delighted|One was out within the hour]."),
        ),
    ),
    Thread(
        "address moved",
        "office",
        (mail_in(0, "We are moving", "[New address from {month} on, bikes move too. Please send bills there|From {month} on we are two streets away|The lease is up: new rooms from {month}, with a dry cellar for bikes]."), note(1, "[Changed the address. Old one stays in the file until the last bill is paid|New address is in. Sent {colleague} with a plant|Keys to the new shed are at the desk].")),
    ),
)  # fmt: skip
