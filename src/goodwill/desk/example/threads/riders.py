"""People who ride for themselves: one bike, one season, a kind word."""

from goodwill.desk.example.threads import SPRING, SUMMER, WINTER, Thread, call_in, chat, done, mail_in, mail_out, visit

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
)  # fmt: skip
