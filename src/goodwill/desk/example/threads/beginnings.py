"""How it begins, how it goes wrong, how it ends, and how some come back."""

from goodwill.desk.example.threads import (
    Thread,
    call_in,
    call_out,
    chat,
    letter,
    mail_in,
    mail_out,
    met,
    no_answer,
    note,
    visit,
)

BEGINNINGS = (
    Thread(
        "firm asks", "firm lead",
        (
            mail_in(0, "Bikes for our [drivers|branch|riders]", "About {n} bikes, [leasing or purchase|with service|second-hand would do]. Could somebody call?"),
            call_out(1, 9, "First talk", "Decides with [the owner|the controller|a partner in Felton]. Budget is [open|tight|for next year]. Compares [us and one other|three offers]."),
            met(9, 40, "Showed the {bike}", "[Asked about spare parts in ten years|Liked the quiet hub|Wants the logo on the box]. Sends figures by {day}."),
        ),
    ),
    Thread(
        "met at the fair", "firm lead",
        (
            met(0, 15, "At the trade fair", "Card and a good talk. [Knows our rental bikes|Rides a {bike} at home|Has trouble with the present workshop]."),
            mail_out(4, "Good to meet you", "[Fleet folder, two references, a date for a trial week|Prices, and the talk of the evening in three lines]."),
        ),
    ),
    Thread(
        "firm looks around", "firm prospect",
        (mail_in(0, "Price list?", "Only wants the price list. [Runs vans today|Opens in {month}|A friend of {neighbour}]."), mail_out(1, "Prices, and a question", "List sent, asked what they carry and how far."), no_answer(14, "Left a message with [the office|a colleague|the machine].")),
    ),
    Thread(
        "walked in", "firm prospect",
        (visit(0, 15, "Came by", "Looked at the {bike} for [the staff|deliveries at noon]. [In a hurry|Will bring a colleague|Took two folders]."),),
    ),
    Thread(
        "person asks", "lead",
        (
            chat(0, "[Size|Price|Colours] of the {bike}", "Is [about 5 ft 4|6 ft 3|not tall]. Rides [to work|for fun|with a trailer]."),
            mail_out(1, "About the {bike}", "[Answered, offered a test ride on {day}|Sent the size chart and two photographs|Answered within the hour, {colleague} was at the counter]."),
            mail_in(3, "Re: About the {bike}", "[Comes on Saturday|Comes with a friend|After pay day]. [Could the saddle be wider|Is there one in green|Do you take an old one back]?"),
        ),
    ),
    Thread(
        "came for air", "prospect",
        (visit(0, 10, "Came for air", "Stayed to look at the {bike}. [Took a folder|Asked what a service costs|Sat on three of them]."),),
    ),
    Thread(
        "open day", "prospect",
        (note(0, "At the open day. [Won the lamp|Rode the cargo bike with two children in it|Talked to {colleague} about winter tyres]. May be called in {month}."),),
    ),
    Thread(
        "newsletter", "prospect",
        (mail_in(0, "Newsletter", "Signed up on our page. [Interested in touring|Wants to hear of second-hand bikes|Asks for workshop courses]."),),
    ),
    Thread(
        "slow workshop", "complaint",
        (
            mail_in(0, "Complaint about waiting time", "[Nine|Eleven|Twelve] days for a {part}. [Lost a week's work|Took the bus all the time|Nobody called]."),
            call_out(1, 9, "Said sorry", "We had promised four. [Took the transport on us|Gave the hours back|Sent {colleague} with a loan bike]. Calmer at the end."),
            note(11, "Cause: [the order hung in the wrong tray|two people thought the other had ordered|the box stood unopened in the yard]. Since then [one person looks at the list each morning|every order has a name on it]."),
        ),
    ),
    Thread(
        "wrong bill", "complaint",
        (
            mail_in(0, "Your bill", "Charged for {n} hours, agreed were two. [Politely|Not politely], with copy of the offer."),
            mail_out(1, "Corrected", "[They are right. New bill and a line of apology|Two were agreed, three were worked. We charge two|Typing mistake of ours, corrected the same day]."),
        ),
    ),
    Thread(
        "broke again", "complaint",
        (
            call_in(0, 8, "Broke again", "Second time the same {part} within a month. Does not want it mended but explained."),
            visit(3, 30, "Looked at it together", "Axle was bent [from a kerb|when it fell over]; nobody's fault. Shared the price."),
        ),
    ),
    Thread(
        "silence", "slipping",
        (
            mail_out(0, "How are the bikes?", "[Friendly question, no answer yet|Asked about the winter, nothing came back|Offer of a free check, unanswered]."),
            no_answer(19, "[Went to voicemail|Reception promised to pass it on|Rang through]."),
            note(16, "Somebody saw a van of the shop in Felton at their door. [Ask {neighbour}|Try once more in {month}|Visit instead of writing]."),
        ),
    ),
    Thread(
        "goes elsewhere", "slipping",
        (call_out(0, 5, "Checking in", "[Buys online now|The new boss has a friend with a shop|Hardly rides any more]. Not angry. Would come back for [a fair price|the loan bike|{colleague}]."),),
    ),
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
            met(6, 50, "Drew a box", "Insulated, two shelves, fits the {bike}. Wants it by autumn, bank decides in two weeks."),
            mail_out(3, "Offer with the warm box", "Bike, box, spare battery. Good until the end of the month."),
            no_answer(20, "Phone is off."),
            mail_out(21, "Still interested?", "No answer. Mail did not come back."),
            note(60, "Bakery never opened, shutters down. If this one turns up again: the drawing of the warm box is in the drawer."),
        ),
    ),
)  # fmt: skip
