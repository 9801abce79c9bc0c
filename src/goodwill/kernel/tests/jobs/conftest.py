import pytest


@pytest.fixture(autouse=True)
def nothing_else_waits(request):
    """The firm's own first changes have jobs that wait; here only those of the tests count."""
    from goodwill.kernel.models import Job

    if {"firm", "owner", "staff"} & set(request.fixturenames) and "own_firm" not in request.fixturenames:
        request.getfixturevalue("firm")
        Job.objects.all().delete()
