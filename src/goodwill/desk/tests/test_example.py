"""The example firm is whole, believable and apart from the real one."""

from goodwill.areas.people.models import Interaction, Party, Task
from goodwill.desk import example
from goodwill.kernel import workspace as workspaces
from goodwill.kernel.models import Profile, User


def test_it_has_people_firms_history_and_things_to_do(new_firm):
    firm = new_firm()
    example.fill(firm)
    with workspaces.entered(firm):
        assert Profile.current().name == "Harbour Bikes"
        assert User.objects.count() == 4
        assert 55 <= Party.objects.count() <= 80
        assert Interaction.objects.count() >= 25
        assert Task.objects.filter(done_at=None).count() >= 12
        assert not Party.objects.filter(kind="person", primary_phone="").exists()
        assert Party.objects.exclude(next_task=None).count() >= 12
