from concurrent.futures import ThreadPoolExecutor

from goodwill.kernel.databases.sqlcipher.turns import Turn


def test_whoever_comes_second_writes_when_the_first_has_ended():
    first, second, elsewhere = Turn("firm"), Turn("firm"), Turn("other firm")
    assert first.take(0)
    assert not second.take(0)
    assert elsewhere.take(0)
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(second.take, 10)
        first.give_up()
        assert waiting.result(10)
    assert not first.take(0)


def test_a_turn_that_was_forgotten_is_given_up():
    Turn("forgotten").take(0)
    assert Turn("forgotten").take(0)
