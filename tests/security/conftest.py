"""A firm with a record of every type, and everybody who could ask for it.

The modules behind it are imported inside: Django is set up after pytest has read this file.
"""

import pytest


@pytest.fixture
def records(firm, as_role):
    from tests.security.visitors import records_of

    return records_of(as_role("owner"))


@pytest.fixture
def ids(records, as_role):
    from tests.security.visitors import ids_of, ways_of

    return ids_of(records, as_role("owner")) | ways_of(records, as_role("owner"))


@pytest.fixture(scope="session")
def foreign_cookies(new_firm):
    from tests.security.visitors import cookies_at

    return cookies_at(new_firm())


@pytest.fixture
def visitor(foreign_cookies, firm, ids):
    """A function from an identity to a visitor."""
    from tests.security.visitors import somebody

    return lambda identity, **options: somebody(identity, firm.hosts[0], foreign_cookies, **options)
