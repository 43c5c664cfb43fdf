"""The people of a small world, listed one by one in plain Python: the reference for the kernels of people.py.

It reads the same tables, but works the other way round: it goes through all people once, puts each where he belongs,
and answers by looking up. No rank, no inverse shuffle, no search in cumulative counts. Numbers are plain ints.
"""

from collections import defaultdict
from itertools import pairwise
from typing import Any, NamedTuple, SupportsInt

from hyosan.draws.plain import below, draw, permute, person_key
from hyosan.draws.purposes import (
    PATTERN,
    SHUFFLE_HOME,
    SHUFFLE_IN,
    SHUFFLE_OUT,
    SHUFFLE_SCHOOL,
    SHUFFLE_SLOT,
    SHUFFLE_WINDOW,
    WORKPLACE_PATTERN,
)
from hyosan.terms import DayKind
from hyosan.world.arrays import BLOCK, WINDOW, WorldArrays

Group = tuple[int, int, int, int, int, int]


class Resident(NamedTuple):
    """A person, and where he lives."""

    person: int
    home: int


class PlainPeople:
    """A small world's people; methods are named as the kernels and return the same, as plain ints."""

    def __init__(self, w: WorldArrays) -> None:
        """List everybody of a world."""
        self.w: WorldArrays = w
        self.seed = int(w.world_seed)
        self.n_people = int(w.n_people)
        self.has_neighbours = bool(w.has_neighbours)
        self.n_patches = len(w.patch_start) - 1
        self.n_districts = len(w.district_patch_start) - 1
        self.home = [p for p, n in enumerate(w.patch_start[1:] - w.patch_start[:-1]) for _ in range(n)]
        self.residents = [list(range(*ends)) for ends in pairwise(w.patch_start.tolist())]
        self.patches = [list(range(*ends)) for ends in pairwise(w.district_patch_start.tolist())]
        self.households = [(0, 0)] * self.n_people
        self.age = [0] * self.n_people
        self.kind = [0] * self.n_people
        self.group: list[Group] = [(0, home, 0, 0, 0, 0) for home in self.home]
        self.member: dict[tuple[int, int, int], Resident] = {}
        self.by_day: list[list[int]] = [[] for _ in range(self.n_patches)]
        if w.is_listed:
            self._list_listed()
        else:
            self._list_residents()
            self._list_pupils()
            self._list_workers()
        self.day_position = {person: (p, i) for p, there in enumerate(self.by_day) for i, person in enumerate(there)}

    def _key(self, purpose: SupportsInt, subject: int, ordinal: int) -> int:
        return draw(person_key(self.seed, subject), int(purpose), ordinal)

    def _shuffled(self, items: list[Any], key: int) -> list[Any]:
        """Return items where the keyed shuffle puts them."""
        out = [None] * len(items)
        for x, item in enumerate(items):
            out[permute(x, len(items), key)] = item
        return out

    def _list_residents(self) -> None:
        w = self.w
        for patch, people in enumerate(self.residents):
            for first in range(0, len(people), BLOCK):
                k = below(self._key(PATTERN, patch, first // BLOCK), len(w.pattern_kind))
                block = people[first : first + BLOCK]
                together = defaultdict(list)
                for position, person in enumerate(block):
                    self.age[person] = int(w.pattern_age_group[k, position])
                    self.kind[person] = int(w.pattern_kind[k, position])
                    together[int(w.pattern_household_first[k, position])].append(person)
                for members in together.values():
                    for person in members:
                        self.households[person] = (members[0], len(members))

    def _list_pupils(self) -> None:
        for kind in range(DayKind.KINDERGARTEN, DayKind.WORK):
            n_before, size = 0, int(self.w.school_size[kind])
            for patches in self.patches:
                pupils = [i for p in patches for i in self.residents[p] if self.kind[i] == kind]
                for first in range(0, len(pupils), size or 1):
                    self._open_school(kind, n_before + first, pupils[first : first + size])
                n_before += len(pupils)

    def _open_school(self, kind: int, school: int, pupils: list[int]) -> None:
        """Make classes of the pupils of one school."""
        rows = self._shuffled(pupils, self._key(SHUFFLE_SCHOOL, school, kind))
        size = int(self.w.class_size[kind])
        for slot, person in enumerate(rows):
            first = slot // size * size
            self.group[person] = (kind, self.home[person], school, first, min(size, len(rows) - first), slot)
            self.member[kind, school, slot] = Resident(person, self.home[person])

    def _list_workers(self) -> None:
        """Put every worker into a patch and a workplace, and list who is where by day."""
        local: list[list[int]] = []
        commuters: list[list[int]] = []
        for patch, people in enumerate(self.residents):
            workers = self._shuffled(
                [i for i in people if self.kind[i] == DayKind.WORK], self._key(SHUFFLE_HOME, patch, 0)
            )
            n_local = int(self.w.n_local[patch])
            local.append(workers[:n_local])
            commuters.append(workers[n_local:])
        for district, patches in enumerate(self.patches):
            row = [i for p in patches for i in local[p]]
            mixed: list[int] = []
            for window, first in enumerate(range(0, len(row), WINDOW)):
                mixed += self._shuffled(row[first : first + WINDOW], self._key(SHUFFLE_WINDOW, district, window))
            self._deal(mixed, patches, self.w.local_slot_cum.tolist())
        for destination, arrivals in enumerate(self._journeys(commuters)):
            mixed = self._shuffled(arrivals, self._key(SHUFFLE_IN, destination, 0))
            self._deal(mixed, self.patches[destination], self.w.incoming_slot_cum.tolist())
        for patch, workers in enumerate(self.by_day):
            self._open_workplaces(patch, self._shuffled(workers, self._key(SHUFFLE_SLOT, patch, 0)))
        for patch, people in enumerate(self.residents):
            self.by_day[patch] += [i for i in people if self.kind[i] != DayKind.WORK]

    def _deal(self, people: list[int], patches: list[int], slot_cum: list[int]) -> None:
        """Deal people to the patches of a district, each as many as it has slots."""
        at = 0
        for patch in patches:
            n = slot_cum[patch + 1] - slot_cum[patch]
            self.by_day[patch] += people[at : at + n]
            at += n

    def _journeys(self, commuters: list[list[int]]) -> list[list[int]]:
        """Return the commuters who arrive in each district, in order of their origin."""
        arrivals: list[list[int]] = [[] for _ in range(self.n_districts)]
        for origin, patches in enumerate(self.patches):
            row = self._shuffled([i for p in patches for i in commuters[p]], self._key(SHUFFLE_OUT, origin, 0))
            cuts = self.w.out_cum[origin].tolist()
            for destination in range(self.n_districts):
                arrivals[destination] += row[cuts[destination] : cuts[destination + 1]]
        return arrivals

    def _open_workplaces(self, patch: int, slots: list[int]) -> None:
        """Cut the job slots of a patch into workplaces."""
        for first in range(0, len(slots), BLOCK):
            k = below(self._key(WORKPLACE_PATTERN, patch, first // BLOCK), len(self.w.workplace_first))
            sites = defaultdict(list)
            for position, _ in enumerate(slots[first : first + BLOCK]):
                sites[int(self.w.workplace_first[k, position])].append(first + position)
            for members in sites.values():
                for slot in members:
                    person = slots[slot]
                    self.group[person] = (int(DayKind.WORK), patch, patch, members[0], len(members), slot)
                    self.member[int(DayKind.WORK), patch, slot] = Resident(person, self.home[person])

    def _list_listed(self) -> None:
        w = self.w
        self.age, self.kind = w.listed_age_group.tolist(), w.listed_kind.tolist()
        members = defaultdict(list)
        for person in range(self.n_people):
            self.households[person] = (int(w.listed_household_first[person]), int(w.listed_household_size[person]))
            members[int(w.listed_group[person])].append(person)
        for group, people in members.items():
            for slot, person in enumerate(people):
                if group >= 0:
                    place = int(w.listed_group_patch[group])
                    self.group[person] = (self.kind[person], place, group, 0, len(people), slot)
                    self.member[self.kind[person], group, slot] = Resident(person, self.home[person])
        for person in range(self.n_people):
            self.by_day[self.group[person][1]].append(person)

    def home_patch(self, person: int) -> int:
        """Return the patch where a person lives."""
        return self.home[person]

    def household(self, person: int, patch: int) -> tuple[int, int]:
        """Return (first person, size) of a person's household."""
        return self.households[person]

    def age_group(self, person: int, patch: int) -> int:
        """Return a person's five-year age group."""
        return self.age[person]

    def day_kind(self, person: int, patch: int) -> int:
        """Return what a person does by day."""
        return self.kind[person]

    def day_group(self, person: int, patch: int) -> Group:
        """Return (kind, day patch, handle, first slot, size, own slot) of a person's class or workplace."""
        return self.group[person]

    def day_group_member(self, kind: int, day_patch: int, handle: int, slot: int) -> Resident:
        """Return (person, home patch) of the member of a class or workplace in a slot."""
        return self.member[kind, handle, slot]

    def day_patch(self, person: int, patch: int) -> int:
        """Return the patch where a person is by day."""
        return self.day_position[person][0]

    def n_present(self, patch: int, by_day: bool) -> int:
        """Return the number of people in a patch by day or by night."""
        return len(self.by_day[patch] if by_day else self.residents[patch])

    def present(self, patch: int, by_day: bool, index: int) -> Resident:
        """Return (person, home patch) of one of the people in a patch by day or by night."""
        person = (self.by_day[patch] if by_day else self.residents[patch])[index]
        return Resident(person, self.home[person])

    def n_neighbours(self, person: int) -> int:
        """Return the number of neighbours of a person in a graph or lattice world, else 0."""
        return len(self._neighbours(person))

    def neighbour(self, person: int, k: int) -> int:
        """Return the k-th neighbour of a person."""
        return self._neighbours(person)[k]

    def _neighbours(self, person: int) -> list[int]:
        if not self.w.has_neighbours:
            return []
        first, end = self.w.neighbour_start[person : person + 2]
        people: list[int] = self.w.neighbour_person[first:end].tolist()
        return people

    def district_of(self, patch: int) -> int:
        """Return the district of a patch."""
        return int(self.w.patch_district[patch])

    def n_district_residents(self, district: int) -> int:
        """Return the number of people who live in a district."""
        return sum(len(self.residents[p]) for p in self.patches[district])

    def district_resident(self, district: int, index: int) -> Resident:
        """Return (person, home patch) of a resident of a district."""
        person = [i for p in self.patches[district] for i in self.residents[p]][index]
        return Resident(person, self.home[person])

    def link_count(self, patch: int) -> int:
        """Return the number of links from a patch to others."""
        return len(self._links(patch))

    def link(self, patch: int, k: int) -> int:
        """Return the patch at the other end of the k-th link of a patch."""
        return self._links(patch)[k]

    def _links(self, patch: int) -> list[int]:
        first, end = self.w.link_start[patch : patch + 2]
        patches: list[int] = self.w.link_patch[first:end].tolist()
        return patches

    def trip_district(self, district: int, u: float) -> int:
        """Return the district that a trip from a district leads to, for a uniform u in (0, 1)."""
        if len(self.w.trip_cum) == 0:
            return district
        return next(d for d, cumulative in enumerate(self.w.trip_cum[district].tolist()) if cumulative > u)
