"""Which firm a command speaks of, where the example firm stands beside the real one."""

from itertools import permutations

from goodwill.config.own_firm import chosen
from goodwill.kernel import workspace as workspaces


def test_a_command_speaks_of_the_real_firm_wherever_the_example_stands(new_firm):
    real, example, begun = (new_firm().id for _ in range(3))
    workspaces.directory().set_state(example, "example")
    workspaces.directory().set_state(begun, "new")
    for ids in permutations((real, example, begun)):
        assert chosen(map(workspaces.get, ids)).id == real
    assert chosen(map(workspaces.get, (begun, example))).id == example
    assert chosen([workspaces.get(begun)]) is None
