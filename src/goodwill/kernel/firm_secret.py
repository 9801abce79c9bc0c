"""Django's secret key, another one in each firm: whatever Django or allauth signs is void at another firm."""


def firm_secret() -> str:
    """The key of the firm that is entered now."""
    from goodwill.kernel import workspace
    from goodwill.kernel.secrets import hkdf

    return hkdf(workspace.current().key, "django").hex()


def firm_mark() -> str:
    """Six letters by which a file that left the firm is known when it comes back; "" where no firm is entered."""
    from goodwill.kernel import workspace
    from goodwill.kernel.secrets import hkdf

    firm = workspace.entered_one()
    return hkdf(firm.key, "mark of exports").hex()[:6] if firm else ""
