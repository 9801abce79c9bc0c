"""Shops that buy from us, and makers that sell to us."""

from goodwill.desk.example.threads import (
    AUTUMN,
    SPRING,
    WINTER,
    Thread,
    call_in,
    call_out,
    letter,
    mail_in,
    mail_out,
    met,
    note,
)

TRADES = (
    Thread(
        "spring catalogue",
        "trade",
        (
            mail_out(0, "Spring catalogue", "Catalogue and trade prices, new colours of the {bike}. [Order by the end of January for March|First come, first served]."),
            call_out(12, 14, "Catalogue", "[Takes {n} {bike} and two of each colour|Waits for the first warm weekend|Wants to see one before ordering]. Margin is [fine|too thin|the usual talk]."),
            mail_in(7, "Order", "{n} {bike}, [frames in two sizes|half of them in green|with the better brakes]."),
        ),
        WINTER,
    ),
    Thread(
        "late delivery",
        "trade",
        (
            call_in(0, 6, "Where is my order?", "Promised for {day}, customers are waiting. The ship lies [off Rotterdam|in the wrong harbour|in customs]."),
            mail_out(0, "Your order", "[New date and an apology|The truth, and a new date|A photograph of the ship, and a promise]. Sent {n} from our own stock meanwhile."),
            note(10, "Arrived complete. [Took it well|Wants it in writing next time|Gets the transport free on the next order]."),
        ),
        SPRING,
    ),
    Thread(
        "returned frame",
        "trade",
        (
            mail_in(0, "Crack at the head tube", "Photograph of a {bike}, [two|three|four] years old. Customer wants [a new frame, not a weld|an answer by {day}|to know whether it is safe]."),
            mail_out(2, "Warranty", "Sent it to the maker. [Looks like a crash|Looks like a bad weld|We replace it anyway]."),
        ),
    ),
    Thread(
        "sample from a maker",
        "supplier",
        (
            met(0, 50, "New frames at the fair", "Steel, made near the coast, sixteen weeks. [Good welds, dull colours|Light, a little dear|They would do our green]."),
            mail_in(16, "Samples are on the way", "Two frames, sizes 52 and 58, to keep until {month}."),
            note(21, "{colleague} built one up. [Rides well, the eyelets are too small for our rack|Everybody wants it|Fork a little soft]. Answer them by the end of the month."),
        ),
    ),
    Thread(
        "price rise",
        "supplier",
        (
            letter(0, "in", "New prices", "[4|6|7] % from {month} on. Steel, they say."),
            call_out(5, 18, "About the new prices", "Got it down to half for orders before {day}. [Ordered for three months|Looking at a second source|They value us, they say]."),
        ),
        AUTUMN,
    ),
    Thread(
        "parts shortage",
        "supplier",
        (
            call_out(0, 9, "More {part}s", "Nothing before {month}. [They have a cousin in Gdansk|Offered the dearer ones at the same price|We share a pallet with Dahl]."),
            mail_in(8, "Re: {part}s", "[Forty|Sixty|A hundred] on {day}, the rest later."),
        ),
        SPRING,
    ),
)  # fmt: skip
