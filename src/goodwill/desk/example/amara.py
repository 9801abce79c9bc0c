"""The page that is looked at first: (days ago, time, what, way, minutes, subject, text, who of the staff)."""

WHO, FIRM = "Amara Bello", "Northgate Couriers"
PHONE, MAIL = "020 7946 0112", "amara@northgate.example"
EVENTS = (
    (0, "10:42", "call", "in", 6, "Two bikes shift badly",
        "Two bikes of the new order shift badly. Asked for a visit this week; wants a loan bike meanwhile.", 0),
    (1, "16:05", "mail", "in", 0, "Paid: the September bill",
        "Money is on its way, six days before due. Asks for the next bill by depot.", 0),
    (1, "08:31", "mail", "out", 0, "Winter check, 15 % for fleets",
        "Price list for the check and for studded tyres. Twenty sets, if ordered before the frost.", 1),
    (12, "11:20", "note", "", 0, "",
        "Northgate opens a second depot in March. Twelve more Carriers, maybe trailers. Ask for the floor plan.", 1),
    (13, "11:22", "mail", "out", 0, "Second depot: proposal",
        "Twelve Carriers, two trailers, service at both depots. Expected by the middle of March.", 1),
    (40, "14:10", "meeting", "", 45, "Winter check of the fleet",
        "Went through all 18 bikes in the yard. Six need new chains before the frost.", 4),
    (74, "09:15", "call", "out", 8, "After the summer",
        "Fleet did 61,000 miles since spring. Riders want the wider rack on all of them.", 0),
    (131, "17:40", "call", "in", 4, "Flat on the bridge",
        "A rider stood on the bridge with two flats. Ned was there in twenty minutes.", 3),
    (190, "10:05", "mail", "out", 0, "Offer for six Carriers",
        "Sent the offer with the fleet terms: 8 % from six bikes on, first service free.", 0),
    (186, "15:30", "mail", "in", 0, "Re: Offer for six Carriers",
        "Victor agrees. Steel frames, next-day delivery of parts, as before.", 0),
    (410, "13:00", "visit", "", 60, "Handover of the first ten",
        "All ten handed over. Riders like the front rack, two asked for higher bars.", 1),
    (640, "11:45", "meeting", "", 35, "One contact for everything",
        "Wants one name and one number, whatever breaks. Gave Mara’s.", 0),
    (1085, "09:50", "call", "in", 14, "From Pier Nine to Northgate",
        "Changed over to Northgate as fleet manager and would like to bring us along. Four vans to replace.", 0),
    (1078, "12:30", "visit", "", 40, "First ride in the new yard",
        "Tried a Carrier with 70 kg of parcels up the ramp. It will do, it will do very well.", 0),
)  # fmt: skip
TASKS = ((1, "09:30", "call", "Call about winter tyres", 0), (5, "", "task", "Loan bike to Dock Road", 3))
DONE = ((38, "Order six chains for Northgate", "Came two days later, mounted in the yard.", 4),)
CONSENTS = (
    (1060, "news", "mail", "given", "I would like to get news from the workshop by mail.", "Card at the counter"),
    (1060, "offers", "mail", "given", "You may send me offers for fleets by mail, and I can stop them at any time.",
        "Card at the counter"),
    (402, "surveys", "phone", "given", "Harbour Bikes may call me and ask how they did.", "Phone, Mara"),
    (120, "surveys", "phone", "withdrawn", "", "Phone, Mara"),
)  # fmt: skip
