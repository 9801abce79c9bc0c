"""Rows whose column holds one of very many values, asked for as one parameter."""

from goodwill.kernel.among import among, among_numbers
from goodwill.kernel.models import Team


def test_those_among_the_numbers_are_found_and_numbers_that_no_column_holds_are_nobody(firm, staff):
    ids = list(Team.objects.order_by("pk").values_list("pk", flat=True))
    assert ids
    asked = [*ids, 1 << 63, 10**40, -(10**40), (1 << 63) - 1]
    assert list(Team.objects.filter(pk__in=among_numbers(asked)).order_by("pk").values_list("pk", flat=True)) == ids
    assert not Team.objects.filter(pk__in=among_numbers([])).exists()


def test_those_among_the_texts_are_found_whatever_signs_they_have(firm, staff):
    name = 'It\'s "quoted" \\ 100 % ¿ 北'
    pk = Team.objects.order_by("pk").first().pk
    Team.objects.filter(pk=pk).update(name=name)
    assert Team.objects.get(name__in=among(["", name, "Nobody"])).pk == pk
    assert not Team.objects.filter(name__in=among(["", name[:-1]])).exists()
