"""The town hall and the newspaper."""

from goodwill.desk.example.threads import Thread, call_in, letter, mail_in, met, note, visit

TOWN = (
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
