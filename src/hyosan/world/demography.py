"""Who lives in a country: households, ages, schools and workplaces as shares, read from a table with sources."""

import csv
import difflib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from pathlib import Path

from hyosan.terms import N_AGE_GROUPS

AGE_KEYS = (*(f"{5 * i}-{5 * i + 4}" for i in range(N_AGE_GROUPS - 1)), "100+")
LEVELS = ("kindergarten", "elementary", "middle", "high")
QUANTITIES = ("household_size", "age", "alone", *LEVELS, "work", "class_size", "school_size", "workplace_size")
FIRST_ADULT = 4
"""First age group that may live without an older person: 20 to 24 years."""

MAX_HOUSEHOLD = 12
MAX_WORKPLACE = 1000
Shares = tuple[float, ...]


@dataclass(frozen=True)
class Demography:
    """What patterns of residents and of job slots are made from.

    household_share: share of households with 1, 2, ... members (at most 12), adding up to 1.
    age_share: share of people in the 21 five-year age groups, adding up to 1.
    alone_share: ages of those who live alone (21), in any proportion; nobody under 20.
    kindergarten_share, ..., work_share: share of an age group (21) who go there by day; no age group exceeds 1 in all.
    class_size, school_size: pupils at the four levels.
    workplaces: (size, share of workplaces that have at least this size), sizes rising from 1, shares falling from 1.
    """

    household_share: Shares
    age_share: Shares
    alone_share: Shares
    kindergarten_share: Shares
    elementary_share: Shares
    middle_share: Shares
    high_share: Shares
    work_share: Shares
    class_size: tuple[int, int, int, int]
    school_size: tuple[int, int, int, int]
    workplaces: tuple[tuple[int, float], ...]

    def __post_init__(self) -> None:
        """Raise ValueError where the shares make no sense."""
        if not 1 <= len(self.household_share) <= MAX_HOUSEHOLD or min(self.household_share) < 0:
            raise ValueError(f"household_size: give shares of zero or more for sizes 1 to at most {MAX_HOUSEHOLD}.")
        for name, shares in (("household_size", self.household_share), ("age", self.age_share)):
            if abs(sum(shares) - 1) > 1e-6:
                raise ValueError(f"{name}: shares add up to {sum(shares)}; they must add up to 1.")
        by_age = (self.age_share, self.alone_share, *self.day_shares)
        for name, shares in zip(("age", "alone", *LEVELS, "work"), by_age, strict=True):
            if len(shares) != N_AGE_GROUPS or min(shares) < 0:
                raise ValueError(f"{name}: found {len(shares)} shares; give {N_AGE_GROUPS}, each zero or more.")
        for key, *of_age in zip(AGE_KEYS, *self.day_shares, strict=True):
            if sum(of_age) > 1 + 1e-9:
                raise ValueError(f"age {key}: schools and work add up to {sum(of_age):.3f}; at most 1 is allowed.")
        if any(self.alone_share[:FIRST_ADULT]):
            raise ValueError(f"alone: found people under {5 * FIRST_ADULT}; give ages of adults only.")
        if min(*self.class_size, *self.school_size) < 1:
            raise ValueError("class_size and school_size: give one pupil or more.")
        check_workplaces(self.workplaces)

    @property
    def day_shares(self) -> tuple[Shares, Shares, Shares, Shares, Shares]:
        """Shares by age of day kinds 1 to 5 (DayKind)."""
        return self.kindergarten_share, self.elementary_share, self.middle_share, self.high_share, self.work_share


def check_workplaces(workplaces: tuple[tuple[int, float], ...]) -> None:
    """Raise ValueError unless workplace sizes rise from 1 and the shares with at least such a size fall from 1."""
    sizes, shares = [size for size, _ in workplaces], [share for _, share in workplaces]
    rising = all(a < b for a, b in pairwise(sizes)) and sizes[:1] == [1] and sizes[-1] <= MAX_WORKPLACE
    falling = all(a >= b > 0 for a, b in pairwise(shares)) and abs(shares[0] - 1) < 1e-9
    if not (rising and falling):
        raise ValueError(
            f"workplace_size: found sizes {sizes} and shares {shares}; give sizes that rise from 1 to at most "
            f"{MAX_WORKPLACE} and shares of at least such a size that fall from 1 and stay above zero."
        )


@lru_cache(maxsize=1)
def korean_demography() -> Demography:
    """Return the demography of the Republic of Korea, 2023 to 2025; sources beside every figure in the table."""
    table = resources.files("hyosan.catalogue") / "worlds" / "korea" / "demography.csv"
    return parse_demography(table.read_text(encoding="utf-8"), "korea/demography.csv")


def read_demography(path: Path) -> Demography:
    """Return the demography in a table (CSV) with the columns quantity, key and value; others, as source, are notes.

    Raises
    ------
    ValueError: a row or the whole makes no sense; the message names file and line.
    OSError: the file cannot be read.
    """
    return parse_demography(path.read_text(encoding="utf-8"), str(path))


def parse_demography(text: str, name: str) -> Demography:
    """Return the demography in the text of a table; name is for messages."""
    rows = read_rows(text, name)
    try:
        return from_rows(rows)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None


def read_rows(text: str, name: str) -> dict[str, dict[str, float]]:
    """Return value by quantity and key, or raise ValueError with file and line."""
    rows: dict[str, dict[str, float]] = {quantity: {} for quantity in QUANTITIES}
    reader = csv.DictReader(text.splitlines())
    missing = {"quantity", "key", "value"} - set(reader.fieldnames or ())
    if missing:
        raise ValueError(f"{name}:1: column {sorted(missing)[0]!r} is missing; give quantity, key and value.")
    for row in reader:
        quantity, key, value = row["quantity"], row["key"], row["value"]
        place = f"{name}:{reader.line_num}"
        allowed = QUANTITIES if quantity not in QUANTITIES else keys_of(quantity)
        found = quantity if quantity not in QUANTITIES else key
        if allowed and found not in allowed:
            near = difflib.get_close_matches(str(found), allowed, 1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise ValueError(f"{place}: found {found!r}; allowed: {', '.join(allowed)}.{hint}")
        try:
            rows[quantity][key] = float(value)
        except (TypeError, ValueError):
            raise ValueError(f"{place}: found value {value!r} for {quantity} {key}; give a number.") from None
    return rows


def keys_of(quantity: str) -> tuple[str, ...]:
    """Return the keys that a quantity may have; empty where any whole number will do."""
    if quantity in ("class_size", "school_size"):
        return LEVELS
    if quantity == "household_size":
        return tuple(str(size) for size in range(1, MAX_HOUSEHOLD + 1))
    if quantity == "workplace_size":
        return ()
    return AGE_KEYS


def from_rows(rows: dict[str, dict[str, float]]) -> Demography:
    """Return the demography of parsed rows: counts and percentages become shares."""
    for quantity, needed in (("class_size", LEVELS), ("school_size", LEVELS), ("age", AGE_KEYS)):
        absent = [key for key in needed if key not in rows[quantity]]
        if absent:
            raise ValueError(f"{quantity}: a row for {absent[0]!r} is missing.")
    households = rows["household_size"]
    sizes = max((int(size) for size in households), default=0)
    by_size = [households.get(str(size), 0.0) for size in range(1, sizes + 1)]
    ages = [rows["age"][key] for key in AGE_KEYS]
    adults = dict(zip(AGE_KEYS[FIRST_ADULT:], ages[FIRST_ADULT:], strict=True))
    alone = rows["alone"] or adults  # as likely at every age of an adult
    if not sum(by_size) > 0 or not sum(ages) > 0:
        raise ValueError("household_size and age: give at least one row above zero each.")
    workplaces = sorted((whole(size), share / 100) for size, share in rows["workplace_size"].items())
    return Demography(
        household_share=tuple(share / sum(by_size) for share in by_size),
        age_share=tuple(age / sum(ages) for age in ages),
        alone_share=tuple(alone.get(key, 0.0) for key in AGE_KEYS),
        kindergarten_share=shares_by_age(rows["kindergarten"]),
        elementary_share=shares_by_age(rows["elementary"]),
        middle_share=shares_by_age(rows["middle"]),
        high_share=shares_by_age(rows["high"]),
        work_share=shares_by_age(rows["work"]),
        class_size=by_level(rows["class_size"]),
        school_size=by_level(rows["school_size"]),
        workplaces=tuple(workplaces),
    )


def shares_by_age(percent: dict[str, float]) -> Shares:
    """Return shares of 21 age groups; an age without a row has none."""
    return tuple(percent.get(key, 0.0) / 100 for key in AGE_KEYS)


def by_level(size: dict[str, float]) -> tuple[int, int, int, int]:
    """Return whole sizes at the four levels."""
    kindergarten, elementary, middle, high = (round(size[level]) for level in LEVELS)
    return kindergarten, elementary, middle, high


def whole(text: str) -> int:
    """Return a whole number, or raise ValueError that says where it is needed."""
    if not text.isdigit():
        raise ValueError(f"workplace_size: found key {text!r}; give a number of workers.")
    return int(text)
