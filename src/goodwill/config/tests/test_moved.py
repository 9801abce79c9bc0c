import pytest

from goodwill.config import startup
from goodwill.kernel import workspace as workspaces
from goodwill.kernel.directory import MOVED


def test_where_a_firm_has_moved_away_no_new_one_is_begun(new_firm):
    firm = new_firm()
    workspaces.directory().set_state(firm.id, MOVED)
    assert firm not in workspaces.all_live()
    assert workspaces.at_host(firm.hosts[0]) is None
    with pytest.raises(startup.Elsewhere, match="GOODWILL_DATABASE_URL"):
        startup._require_none_moved()
    workspaces.directory().set_state(firm.id, "live")
