"""Everybody is in one household, at most one day group, and one place at a time: checked person by person."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from small_worlds import Answers, ask, listed, procedural, procedural_worlds

from hyosan.terms import DayKind
from hyosan.world.arrays import WorldArrays

SLOW = settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def check_households(answers: Answers) -> None:
    """Members of a household agree on it, and live in one patch."""
    home, first, size = answers.person[:, 0], answers.person[:, 1], answers.person[:, 2]
    person = np.arange(len(home))
    assert np.all((first <= person) & (person < first + size))
    assert np.array_equal(first[first], first) and np.array_equal(size[first], size)
    assert np.array_equal(home[first], home) and np.array_equal(home[first + size - 1], home)
    assert size[np.unique(first)].sum() == len(home)


def check_day_groups(answers: Answers) -> None:
    """Everybody finds himself in his own slot, and every member of a group says that he is in it."""
    group = answers.person[:, 5:11]
    asked, slot, member, home, own = answers.group_member[:, [0, 4, 5, 6, 7]].T
    himself = slot == own
    assert np.array_equal(np.unique(asked[himself]), np.flatnonzero(group[:, 4] > 0))
    assert np.array_equal(member[himself], asked[himself])
    same = [0, 2, 3, 4]  # kind, handle, first slot, size; classmates may live in different patches
    assert np.array_equal(group[member][:, same], group[asked][:, same])
    assert np.array_equal(group[member, 5], slot)
    assert np.array_equal(answers.person[member, 0], home)
    at_work = group[:, 0] == DayKind.WORK
    assert np.array_equal(group[at_work, 1], answers.person[at_work, 11])
    assert np.array_equal(group[:, 0], answers.person[:, 4])
    assert np.array_equal(group[:, 4] > 0, answers.person[:, 4] != DayKind.NONE)


def check_presence(answers: Answers) -> None:
    """Everybody is present once by day and once by night, where his day patch and his home are."""
    n = len(answers.person)
    for there, column in ((answers.day, 11), (answers.night, 0)):
        assert np.array_equal(np.sort(there[:, 2]), np.arange(n))
        assert np.array_equal(there[:, 0], answers.person[there[:, 2], column])
        assert np.array_equal(there[:, 3], answers.person[there[:, 2], 0])


def check_partition(w: WorldArrays) -> None:
    answers = ask(w)
    check_households(answers)
    check_day_groups(answers)
    check_presence(answers)


@SLOW
@given(procedural_worlds())
def test_procedural_people_are_partitioned(w):
    check_partition(w)


@pytest.mark.parametrize("seed", range(5))
def test_listed_people_are_partitioned(seed):
    check_partition(listed(seed, n_people=100 * seed + 1, n_groups=seed))


def test_partition_of_a_larger_world():
    # several windows of local workers, several blocks of slots, many schools
    rng = np.random.default_rng(1)
    district = np.repeat(np.arange(4), 10)
    w = procedural(rng.integers(0, 6000, 40), district, n_districts=4, stay=0.5, weight=rng.random(40) ** 3)
    answers = ask(w, n_members=3)
    check_households(answers)
    check_day_groups(answers)
    check_presence(answers)
    assert w.n_local.sum() > 4 * 2048


def test_everybody_is_alone_without_a_demography():
    answers = ask(procedural([5000], [0], alone=True))
    assert np.all(answers.person[:, 2] == 1) and not answers.person[:, 4].any() and len(answers.group_member) == 0
    check_presence(answers)
