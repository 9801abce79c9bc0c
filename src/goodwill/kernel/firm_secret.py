"""Django's secret key, another one in each firm: whatever Django or allauth signs is void at another firm."""


def firm_secret() -> str:
    """The key of the firm that is entered now."""
    from goodwill.kernel import workspace
    from goodwill.kernel.secrets import hkdf

    return hkdf(workspace.current().key, "django").hex()
