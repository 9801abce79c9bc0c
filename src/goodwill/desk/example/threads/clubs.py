"""Schools and clubs."""

from goodwill.desk.example.threads import SPRING, SUMMER, WINTER, Thread, call_in, mail_in, mail_out, met, note, visit

CLUBS = (
    Thread(
        "repair day",
        "school",
        (
            mail_in(0, "Repair day", "[Thirty|Forty|Sixty] pupils, one afternoon, could we bring tools and somebody with patience?"),
            visit(35, 180, "Repair day in the yard", "[Fifty-one|Thirty-eight|Forty-four] bikes, most with brakes that did nothing. {colleague} was the star. [Cake|Soup|A choir] after."),
            mail_in(2, "Thank you from class 6", "[A drawing of the workshop|Thirty thank-you cards|A song, as a file]. [Hung up over the bench|Made the day]."),
        ),
        SPRING,
    ),
    Thread(
        "cycling lessons",
        "school",
        (
            call_in(0, 7, "Bikes for cycling lessons", "{n} small {bike}, on loan for six weeks. [Insurance is settled|Parents' fund pays the wear|Needs a paper for the office]."),
            visit(20, 30, "Loan bikes brought", "{n} bikes, all saddles down. [Two more next year|The caretaker locks them up|Helmets come from the police]."),
        ),
        SPRING,
    ),
    Thread(
        "club ride",
        "club",
        (
            met(0, 40, "The big ride", "[Hospital|Lifeboat|Library] ride in {month}. We bring a stand and tools, they put us on the [shirts|map|banner]."),
            note(30, "[140|90|210] riders, six punctures, one broken chain, no rain until the end. [Twelve new names for the shop|Good talks at the stand]."),
        ),
        SUMMER,
    ),
    Thread(
        "club discount",
        "club",
        (
            mail_in(0, "Discount for members", "Ten per cent on parts, as the shop in Felton gives? They are [180|95|240] members."),
            mail_out(3, "Re: Discount for members", "Ten on parts and tyres against the card, none on labour. Once a year an evening on [wheels|brakes|fitting] for free."),
        ),
    ),
    Thread(
        "winter evening",
        "club",
        (visit(0, 110, "Evening in the workshop", "[Fourteen|Nineteen|Eleven] came, trued wheels and drank all the tea. Sold three stands."),),
        WINTER,
    ),
)  # fmt: skip
