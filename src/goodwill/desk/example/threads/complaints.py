"""How it goes wrong, and how it goes quiet."""

from goodwill.desk.example.threads import Thread, call_in, call_out, mail_in, mail_out, no_answer, note, visit

COMPLAINTS = (
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
)  # fmt: skip
