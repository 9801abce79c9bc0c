"""Shops that buy from us, makers that sell to us, schools, clubs, the town hall and the newspaper."""

from goodwill.desk.example.threads import (
    AUTUMN,
    SPRING,
    SUMMER,
    WINTER,
    Thread,
    call_in,
    call_out,
    letter,
    mail_in,
    mail_out,
    met,
    note,
    visit,
)

PARTNERS = (
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
    Thread(
        "town hall",
        "government",
        (
            mail_in(0, "Question on parking", "Stands for [eighty|forty|two hundred] bikes at the {place}. Which ones do riders really use?"),
            met(18, 55, "Walk through the town", "Seven places, two of them [under water in autumn|used by delivery vans]. They want figures; we have the rental data."),
            note(40, "[Tender comes in {month}|They build the first three|Money was put off to next year]. Keep warm."),
        ),
    ),
    Thread(
        "inspection",
        "government",
        (
            letter(0, "in", "Visit of the workshop", "Yearly look at [solvents and batteries|fire doors|the lifting tackle], {day} morning."),
            note(16, "Passed. [A sign on the battery shelf is missing|One extinguisher out of date|Nothing to mend]."),
        ),
    ),
    Thread(
        "article",
        "press",
        (
            call_in(0, 12, "Article about [cargo bikes|theft|repair instead of new]", "Wants a customer who talks. Suggested {neighbour}, asked them first."),
            visit(6, 60, "Photographer in the shop", "[Half an hour for one picture of a hand and a chain|{colleague} had to hold a wheel up eleven times|Picture under the old sign, in the wind]."),
            note(9, "Printed on page [three|seven|eleven]. [Two calls the same day|They spelled us right|Got the price wrong, corrected online]."),
        ),
    ),
)  # fmt: skip
