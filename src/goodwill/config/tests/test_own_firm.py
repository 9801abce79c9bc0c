"""Which firm a command speaks of, where the example firm stands beside the real one."""

from dataclasses import replace
from itertools import permutations

from goodwill.config.own_firm import chosen


def test_a_command_speaks_of_the_real_firm_wherever_the_example_stands(firm):
    real, example, begun = (replace(firm, id=state, state=state) for state in ("live", "example", "new"))
    for order in permutations((real, example, begun)):
        assert chosen(order) == real
    assert chosen((begun, example)) == example
    assert chosen((begun,)) is None
