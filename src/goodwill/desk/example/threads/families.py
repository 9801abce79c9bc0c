"""Children who grow, and what carries them."""

from goodwill.desk.example.threads import SPRING, Thread, call_in, mail_out, note, visit

FAMILIES = (
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
)  # fmt: skip
