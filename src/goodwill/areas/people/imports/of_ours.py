"""The fields of a party in files that a Goodwill wrote, as the targets of an import."""

from goodwill.transfer.mapping.targets import WHOLE

FIELDS = {
    "name": "full_name", "kind": "party_kind", "company": "company", "phone": "phone:1", "phones": "phone:2",
    "mail": "mail:1", "mails": "mail:2", "website": "website:1", "city": "city", "country": "country",
    "prefix": "prefix", "given": "given_name", "additional": "middle_name", "family": "family_name",
    "suffix": "suffix", "nickname": "nickname", "role": "job_title", "birthday": "birthday",
    "company_kind": "company_kind", "industry": "industry", "employees": "employees", "success": "success",
    "phase": "phase", "customer_since": "customer_since", "regard": "regard", "language": "language",
    "time_zone": "timezone", "source": "source", "age_band": "age_band", "home": "home",
    "best_channel": "best_channel", "best_hours": "best_hours", "description": "description", "tags": "tag",
    "owner": "owner", "team": "team", "created_at": "created_at", "wants": "wants", "avoids": "avoids",
    "company_since": "company_since",
    "leave_alone": "leave_alone", **{name: name for name in WHOLE},
}  # fmt: skip
"""What a file of ours says of a party; everything else in it follows from these, or hangs on the party."""
