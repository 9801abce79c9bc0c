import threading

import pytest

from goodwill.kernel import changes, workspace as workspaces
from goodwill.kernel.actors import system
from goodwill.kernel.errors import Invalid, Refused
from goodwill.kernel.idempotency import answer_once
from goodwill.kernel.models import IdempotentAnswer, Team

REQUEST = ["POST", "/api/teams", {"name": "Night shift"}]


def make(by, name="Night shift"):
    def do():
        with changes.batch(by, "create"):
            return 201, {"id": changes.create(Team(name=name)).pk}

    return do


def test_a_repeated_request_gets_the_first_answer_and_does_nothing(owner):
    first = answer_once("k1", REQUEST, owner, make(owner))
    second = answer_once("k1", REQUEST, owner, make(owner))
    assert (first.status, first.repeated, second.repeated) == (201, False, True)
    assert first.body == second.body
    assert Team.objects.filter(name="Night shift").count() == 1


def test_the_same_key_with_another_request_is_refused(owner):
    answer_once("k1", REQUEST, owner, make(owner))
    with pytest.raises(Invalid) as refused:
        answer_once("k1", ["POST", "/api/teams", {"name": "Other"}], owner, make(owner, "Other"))
    assert refused.value.status == 422
    assert not Team.objects.filter(name="Other").exists()


def test_keys_of_two_actors_are_two_keys(owner, staff):
    answer_once("k1", REQUEST, owner, make(owner))
    assert not answer_once("k1", REQUEST, staff, make(staff, "Day shift")).repeated


def test_what_was_refused_may_be_tried_again_with_its_key(owner):
    def refuse():
        make(owner)()
        raise Refused("Not today.")

    with pytest.raises(Refused):
        answer_once("k1", REQUEST, owner, refuse)
    assert not IdempotentAnswer.objects.exists()
    assert not Team.objects.filter(name="Night shift").exists()
    assert not answer_once("k1", REQUEST, owner, make(owner)).repeated


@pytest.mark.parametrize("key", ["", "x" * 201])
def test_a_key_without_sense_is_refused(owner, key):
    with pytest.raises(Invalid):
        answer_once(key, REQUEST, owner, make(owner))


def test_of_many_at_the_same_moment_one_makes_the_object(own_firm):
    bodies, gate = [], threading.Barrier(6)

    def run():
        gate.wait()
        with workspaces.entered(own_firm):
            bodies.append(answer_once("k1", REQUEST, system("api"), make(system("api"))).body)
        workspaces.close_all()

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(bodies) == 6
    assert len({body["id"] for body in bodies}) == 1
    assert Team.objects.filter(name="Night shift").count() == 1
