"""Firms that live on their bikes: couriers, caterers, carers."""

from goodwill.desk.example.threads import (
    SPRING,
    WINTER,
    Thread,
    call_in,
    call_out,
    done,
    mail_in,
    mail_out,
    met,
    note,
    visit,
)

FLEETS = (
    Thread(
        "first order",
        "fleet",
        (
            call_in(
                0, 11, "Cargo bikes for deliveries",
                "Looks for {n} bikes that carry [a crate and a bag|three trays|up to 80 kg]. [Saw ours at the harbour|"
                "Read about the couriers in the Echo|Was sent by {neighbour}]. Wants to try one first.",
            ),
            visit(
                9, 45, "Trial ride in the yard",
                "Two riders tried the {bike}. [Liked the low step|Liked the lights|Wished for a wider rack]; worried "
                "about [the hill at Mill Lane|parking on the pavement|rain on the load].",
            ),
            mail_out(4, "Offer for {n} bikes", "{n} {bike}, fleet terms, [first service free|second set of tyres free|training included]. Valid [to the end of the month|for six weeks]."),
            mail_in(8, "Re: Offer for {n} bikes", "[Go ahead|Agreed by the board|We take them], delivery [before Easter|in two lots|when the shed is ready]."),
            visit(24, 70, "Handover", "All {n} handed over, riders shown how to change a tube. [One bell missing, sent on after|Everybody wanted the one with the yellow box|Took the old ones back]."),
        ),
    ),
    Thread(
        "winter check of a fleet",
        "fleet",
        (
            call_out(0, 5, "Winter check", "Offered the check before the frost. [Wants it done at their yard|Brings them in fours|Asks for a fixed price a bike]."),
            visit(
                13, 120, "Winter check, {n} bikes",
                "{n} looked over. [Four chains and six pairs of pads|Two rims worn through|Lights corroded on three], the "
                "rest fine. [Told the riders to wipe the chain|Left a can of oil and a rag|Asked for a dry place at night].",
            ),
            mail_out(3, "What we found", "List with a line for each bike, and which {part} should be changed by spring."),
        ),
        WINTER,
    ),
    Thread(
        "spring rush",
        "fleet",
        (
            mail_in(0, "Can you take {n} bikes this week?", "The season starts early and [half the fleet squeals|three punctures a day|nobody checked them since October]."),
            call_out(1, 4, "Slots in the workshop", "Gave them [Tuesday and Thursday|the evenings|Saturday morning]. {colleague} stays longer."),
            done(5, "Service {n} bikes before the weekend", "Done a day early; [two need new wheels|one frame is cracked and stays here|all out again]."),
        ),
        SPRING,
    ),
    Thread(
        "theft",
        "fleet",
        (
            call_in(0, 7, "{n} bikes stolen", "Broken into at night, {n} {bike} gone. Needs frame numbers for [the police and the insurance|the insurance, today|the police]."),
            mail_out(0, "Frame numbers", "Numbers and photographs of all of them, from the handover."),
            call_in(16, 6, "One came back", "Found [behind the fish market|at the station|in the canal]. Insurance pays the others. Asks for better locks."),
        ),
    ),
    Thread(
        "service plan",
        "fleet",
        (
            met(0, 40, "Service plan", "One price a bike and month, wear parts included. [Likes it|Wants to see last year's bills first|Asks what happens in winter]."),
            mail_out(2, "Service plan in writing", "Plan for {n} bikes, [two|three|four] visits a year at their place, loan bike within a day."),
            note(12, "[Signed for a year|Signed for two years|Thinks it over until the new budget]. Contact for dates is the depot, not the office."),
        ),
    ),
    Thread(
        "rider training",
        "fleet",
        (
            mail_in(0, "Training for new riders", "[Six|Four|Eight] new people from {month} on, two of them never rode with a load."),
            visit(15, 90, "Training in the yard", "Braking with 60 kg, loading, locking, [trams|gravel|wind on the bridge]. [One will not make it|All passed|Good mood]."),
        ),
    ),
    Thread(
        "battery trouble",
        "fleet",
        (
            call_in(0, 6, "Batteries die early", "{n} batteries last [half a shift|a morning|less than thirty miles]. Charged in [an unheated shed|the sun|a wet container]."),
            visit(4, 35, "Measured the batteries", "Two are worn out, the others just cold. [Moved the chargers inside|Ordered two under warranty|Lent them two of ours]."),
            mail_out(9, "Warranty on two batteries", "The maker agreed[, after three mails|, for one of them|]. Exchange with the next visit."),
        ),
        WINTER,
    ),
)  # fmt: skip
