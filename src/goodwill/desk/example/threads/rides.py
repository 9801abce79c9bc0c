"""More of those who ride for themselves: tours, small troubles, winters."""

from goodwill.desk.example.threads import AUTUMN, SUMMER, Thread, call_in, call_out, done, letter, mail_in, note, visit

RIDES = (
    Thread(
        "tour",
        "private",
        (
            visit(0, 30, "Plans a tour", "[Brittany|the Baltic|Scotland|the Danube] in {month}, [three weeks|ten days], tent and all. [Racks, low gears, tubes|Asks what breaks first|Route is on the wall at home]."),
            done(20, "Make the {bike} ready for the tour", "New {part}, [gears for mountains|wider tyres|a second bottle cage], everything greased."),
            letter(50, "in", "Postcard", "[1,100|640|900] miles, [two flats|not one flat|one broken spoke, mended with a shoelace]. \u201cIt runs like a clock.\u201d"),
        ),
        SUMMER,
    ),
    Thread(
        "lost key",
        "private",
        (call_in(0, 3, "Key of the lock", "[Lost on the beach|Fell into a drain|The dog had it last]. Number was in our file, [the new key is ordered|a new one takes a week|two ordered this time]."), done(5, "Order a key by its number", "[Sent by post|Ready at the counter]. {price}.")),
        SUMMER,
    ),
    Thread(
        "kind word",
        "private",
        (mail_in(0, "Thank you", "For [the quick repair|the honest advice|the loan bike]. [Wrote a review|Sends a friend|Brings a cake on {day}]."), note(3, "Asked whether we may quote it. [Gladly|With the first name only|Rather not].")),
    ),
    Thread(
        "loan bike",
        "private",
        (visit(0, 10, "Loan bike while we wait for {part}s", "Took the {bike} for [a week|ten days]. Likes it more than the own one, of course."), visit(9, 10, "Brought the loan bike back", "[Own one is ready. Asked what the loan bike costs|Own one shifts again. Left a bar of chocolate|Washed it before, which nobody does].")),
    ),
    Thread(
        "good bye summer",
        "private",
        (visit(0, 20, "Left the bike for the winter", "Storage until {month}, service included. [Battery stays here|Wants to be called at the first sun]."),),
        AUTUMN,
    ),
    Thread(
        "wrong part",
        "private",
        (
            mail_in(0, "It squeals again", "Two weeks after the service. [Not happy|Disappointed|Can live with it, but not for that price]."),
            call_out(1, 6, "It squeals again", "[Said sorry, we mounted the wrong pads. Free of charge, and fetched from home|Our mistake: pads for another disc. We fetch it tomorrow|Wrong pads, clearly ours. {colleague} drives over tonight]."),
            done(3, "Right pads, bring it back", "Done and ridden. [Fine now|All is well|Gave a bottle of cider on top]."),
        ),
    ),
)  # fmt: skip
