"""How it begins: somebody asks, somebody walks in."""

from goodwill.desk.example.threads import Thread, call_out, chat, mail_in, mail_out, met, no_answer, note, visit

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
)  # fmt: skip
