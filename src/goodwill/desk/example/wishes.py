"""What customers want and do not want, and the channels on which some are left alone."""

# who | days ago | stance | topic | strength | what | source
WISHES = (
    ("Amara Bello", 640, "wants", "channel", "matters", "One name and one number, whatever breaks", "Meeting"),
    ("Amara Bello", 1078, "wants", "product", "must", "Steel frames", "Visit"),
    ("Amara Bello", 186, "wants", "delivery", "must", "Parts on the next day", "Mail"),
    ("Amara Bello", 40, "avoids", "hour", "matters", "Visits on a Monday morning", "Meeting"),
    ("Rosa Castillo", 75, "wants", "after_sales", "must", "A loan bike while one is in the workshop", "Mail"),
    ("Rosa Castillo", 12, "wants", "quality", "matters", "Quiet brakes", "Call"),
    ("Priya Raman", 70, "wants", "channel", "must", "Everything in writing", "Call"),
    ("Hannah Weiss", 380, "wants", "delivery", "matters", "Pick-up on a Friday, back on Monday", "Visit"),
    ("Jonas Dahl", 120, "avoids", "channel", "nice", "Forms", "Visit"),
    ("Jonas Dahl", 30, "wants", "product", "nice", "Photographs for the shop window", "Mail"),
)
LEFT_ALONE = (("Priya Raman", 70, "phone", "Please write."), ("Hannah Weiss", 380, "text", "No messages, please."))
REACHED_BY = {"Amara Bello": ("phone", "before 11:00"), "Priya Raman": ("mail", "")}
