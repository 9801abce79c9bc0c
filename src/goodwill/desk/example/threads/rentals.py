"""Hotels and campsites that lend bikes to their guests."""

from goodwill.desk.example.threads import AUTUMN, SPRING, SUMMER, Thread, call_in, mail_in, mail_out, met, visit

RENTALS = (
    Thread(
        "rental season",
        "rental",
        (
            met(0, 35, "Plans for the season", "{n} bikes from {month} on, [child seats|baskets|helmets] with all, [two tandems|a trailer|a bike for tall guests] new."),
            visit(28, 60, "Brought the rental bikes", "{n} {bike} brought and set up. [Reception knows how to raise a saddle|Left pump and tubes|Map of the coast path at the desk]."),
            call_in(60, 5, "Half-time", "Out on [three days of four|every dry day|most weekends]. [A bent wheel|Two flat tyres|Nothing broken] so far."),
            visit(70, 50, "Fetched the rental bikes", "[One|Two|Three] to be written off, the rest goes into the winter check."),
        ),
        SPRING,
    ),
    Thread(
        "guests complain",
        "rental",
        (
            mail_in(0, "Guests about the saddles", "Third guest this month. [Too hard|Too high for small people|They slip down]. Could we change them?"),
            visit(6, 30, "Changed the saddles", "{n} wider saddles, clamps tightened. [No charge|Half price|On the service plan]."),
        ),
        SUMMER,
    ),
    Thread(
        "review of the year",
        "rental",
        (
            met(0, 30, "The year in figures", "Bikes were out on [58|64|71|83] days. Guests ask for [e-bikes|child seats|a guided tour]. Renews, if the price stays."),
            mail_out(10, "Contract for next season", "Same price, {n} bikes, exchange within a day. [Two e-bikes to try|New baskets|Free delivery]."),
        ),
        AUTUMN,
    ),
)  # fmt: skip
