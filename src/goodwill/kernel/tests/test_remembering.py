from goodwill.kernel.remembering import forget, remembering


def test_an_answer_is_kept_until_all_are_let_go():
    worked_out: list[int] = []

    @remembering(2)
    def doubled(number: int) -> int:
        worked_out.append(number)
        return number * 2

    assert [doubled(one) for one in (1, 2, 1, 2)] == [2, 4, 2, 4]
    forget()
    assert [doubled(one) for one in (2, 3, 4, 2)] == [4, 6, 8, 4]
    assert worked_out == [1, 2, 2, 3, 4, 2]
