"""People who ride for themselves: one bike, one season, a family, a complaint, a kind word."""

from goodwill.desk.example.threads import (
    AUTUMN,
    SPRING,
    SUMMER,
    WINTER,
    Thread,
    call_in,
    call_out,
    chat,
    done,
    letter,
    mail_in,
    mail_out,
    note,
    visit,
)

RIDERS = (
    Thread(
        "first bike",
        "private",
        (
            visit(0, 35, "Looked at the {bike}", "Rides [eight miles to work|to the station|mostly on Sundays]. Old bike is [from school|rusted through|too small|in the canal]. [Knees hurt|Back is fine|In no hurry]. Tried two sizes."),
            mail_out(1, "The two that you tried", "[Both with price and what they weigh|Prices, weights, and a photograph of each]. The [smaller|blue|second] one fits better, [we think|says {colleague}]."),
            visit(9, 30, "Bought the {bike}", "With [lock and lights|mudguards and rack|a better saddle]. Free check after [six weeks|two hundred miles]."),
            visit(44, 15, "First check", "[Cables settled, spokes fine|One spoke tightened|Nothing to do but look]. [Very happy|Saddle a bit lower|Asks for a bell that is louder]."),
        ),
        SPRING,
    ),
    Thread(
        "yearly service",
        "private",
        (
            call_in(0, 3, "Service", "Wants it done [before the tour|before the rain|while on holiday]. Brings it on {day}."),
            done(6, "Yearly service of the {bike}", "[Chain and cassette|Pads and one cable|Bearings in the hub] new. {price}. Collected the same day."),
        ),
    ),
    Thread(
        "winter check",
        "private",
        (
            mail_out(0, "Winter check", "[Offer of the season|Before the frost]: check, lights and [studded tyres|a good chain oil|mudguards], {price}."),
            mail_in(2, "Re: Winter check", "[Yes please|Booked|Good idea], any day after {day}. [The rear light flickers|Something clicks|It pulls to the left]."),
            done(9, "Winter check of the {bike}", "[Light had a loose wire|The click was a loose pedal|A bearing was dry]. [Tyres changed|Tyres last another winter|Oiled and sealed]."),
        ),
        WINTER,
    ),
    Thread(
        "e-bike question",
        "private",
        (
            chat(0, "Range of the {bike}", "Does it do [forty|fifty|sixty] miles with [a heavy rider|two bags|the hills behind Felton]?"),
            mail_out(1, "Range", "[Honest answer|To be honest|Short answer]: [thirty-five in winter, fifty in summer|yes, in the second mode|not without a second battery]. Come and try."),
            visit(8, 40, "Test ride", "Up to the lighthouse and back. [Came back laughing|Too heavy for the cellar stairs|Wants to sleep on it]."),
        ),
        SPRING,
    ),
    Thread(
        "puncture on the way",
        "private",
        (call_in(0, 4, "Flat tyre at the {place}", "Stands in the rain. {colleague} drove out with a tube. [No charge|Two coffees owed|Left a tip for the tin]."),),
    ),
    Thread(
        "fitting",
        "private",
        (
            mail_in(0, "Pain in the [neck|knee|wrist]", "After [an hour|ten miles|the first hill]. Is that me or the bike?"),
            visit(7, 45, "Fitting", "Saddle [up by 8 mm|down a little|back by a finger], [shorter stem|wider bar|new insoles]."),
            mail_in(21, "Better", "No more pain. [Told two colleagues|Will come every spring|Should have asked years ago]."),
        ),
        SUMMER,
    ),
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
        "child grows",
        "family",
        (
            visit(0, 25, "Next size for the child", "The {bike} got small. Took the old one back, [gave a third|gave half] of the price. [Chose the colour alone|Wanted the bell as well|Rode it out of the door]."),
            note(2, "[A brother follows next year|Birthday in {month}|Likes everything that is orange]. [Keep a good second-hand one|Call when a small {bike} comes back]."),
        ),
        SPRING,
    ),
    Thread(
        "cargo bike for the family",
        "family",
        (
            call_in(0, 10, "Cargo bike", "[Two children, one dog|Twins|Three of them, the oldest is six], no car from {month} on. Afraid of [the weight|the hill|the price]."),
            visit(6, 60, "Trial with the children", "Children refused to get out again. [Wants the rain cover|Needs a place to park it|Compares with a used one]."),
            mail_out(3, "The {bike} with all you need", "[Bike, cover, benches, lock|Everything from bell to rain cover]. Payment in [three|six|ten] parts if wished."),
            visit(12, 30, "Fetched the cargo bike", "[Rode home the long way|Bell tested all down the street|Left the car in our yard until evening]. First check in six weeks."),
        ),
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
