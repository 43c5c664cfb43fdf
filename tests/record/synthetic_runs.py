"""Made-up runs for the tests: logs that keep the rules of the record, without an engine."""

import heapq
import random
from pathlib import Path

import numpy as np

from hyosan.record.events import LOG_DTYPE, event_schema
from hyosan.record.load import Record, load_record
from hyosan.record.patches import patch_table, write_patches
from hyosan.record.provenance import RunInfo, StateInfo, WorldInfo, write_info
from hyosan.record.writer import EventWriter
from hyosan.terms import EventKind, Outcome, Setting

STATES = (
    StateInfo("susceptible", False, False, False, False),
    StateInfo("latent", False, False, False, False),
    StateInfo("infectious", True, False, False, False),
    StateInfo("roaming", True, False, False, False),
    StateInfo("recovered", False, True, False, False),
    StateInfo("dead", False, True, True, False),
    StateInfo("destroyed", False, True, True, True),
)
LATENT, INFECTIOUS, ROAMING, RECOVERED, DEAD, DESTROYED = range(1, 7)
N_PATCHES = 12
N_DISTRICTS = 3


def chance_log(seed: int, n_people: int, n_wanted: int, r: float = 2.0, n_seeds: int = 1) -> np.ndarray:
    """Return the log of a branching process among n_people that stops at n_wanted infections or when it is over."""
    dice = random.Random(seed)
    rows: list[tuple] = []
    queue: list[tuple] = []
    susceptible = list(range(n_people))
    dice.shuffle(susceptible)

    def infect(time: float, source: int, kind: EventKind, setting: Setting) -> None:
        person = susceptible.pop()
        rows.append((time, person, source, dice.randrange(N_PATCHES), kind, 0, LATENT, setting))
        start = time + dice.gammavariate(4.0, 0.4)
        end = start + dice.gammavariate(2.0, 1.0)
        is_roaming = dice.random() < 0.3
        heapq.heappush(queue, (start, person, "roam" if is_roaming else "shed"))
        heapq.heappush(queue, (end, person, "destroyed" if is_roaming else dice.choice(["recovered", "dead"])))
        for _ in range(sum(dice.random() < r / 6.0 for _ in range(6))):
            heapq.heappush(queue, (dice.uniform(start, end), person, "infect"))

    for _ in range(min(n_seeds, n_people)):
        infect(0.0, -1, EventKind.SEEDING, Setting.NONE)
    if n_people > n_seeds and n_wanted > n_seeds:
        heapq.heappush(queue, (1.0, -1, "import"))
    ends = {"recovered": RECOVERED, "dead": DEAD, "destroyed": DESTROYED}
    while queue and n_people - len(susceptible) < n_wanted:
        time, person, what = heapq.heappop(queue)
        patch = dice.randrange(N_PATCHES)
        if what == "import" and susceptible:
            infect(time, -1, EventKind.IMPORTATION, Setting.NONE)
        elif what == "infect" and susceptible:
            infect(time, person, EventKind.INFECTION, Setting(dice.randrange(1, 8)))
        elif what == "shed":
            rows.append((time, person, -1, patch, EventKind.TRANSITION, LATENT, INFECTIOUS, 0))
        elif what == "roam":
            rows.append((time, person, -1, patch, EventKind.TRANSITION, LATENT, ROAMING, 0))
            rows.append((time, person, -1, patch, EventKind.MOVE, ROAMING, ROAMING, 0))
            rows.append((time, person, -1, patch, EventKind.DORMANT, ROAMING, ROAMING, 0))
        elif what == "destroyed":
            defender = susceptible[0] if susceptible else -1
            rows.append((time, person, defender, patch, EventKind.DESTRUCTION, ROAMING, DESTROYED, Setting.ENCOUNTER))
        elif what in ends:
            rows.append((time, person, -1, patch, EventKind.TRANSITION, INFECTIOUS, ends[what], 0))
    return np.array(rows, LOG_DTYPE)


def info_of(rows: np.ndarray, n_people: int, n_patches: int = N_PATCHES) -> RunInfo:
    """Return the information that belongs to a log."""
    final = np.zeros(n_people, np.uint8)
    for row in rows:
        final[row["person"]] = row["to_state"]
    counts = np.bincount(final, minlength=len(STATES))
    return RunInfo(
        name="made-up",
        seed=7,
        scenario_hash="0" * 64,
        scenario={"name": "made-up"},
        states=STATES,
        world=WorldInfo("made-up", n_people, n_patches, ("Aa", "Bb", "Cc"), "none", 0, 0),
        outcome=Outcome.EXTINCT,
        end_days=float(rows["time_days"][-1]) if len(rows) else 0.0,
        n_infected=int(np.sum(rows["kind"] <= EventKind.INFECTION)),
        n_events=len(rows),
        state_counts=tuple(int(count) for count in counts),
        seconds={"world": 0.0, "compile": 0.0, "simulate": 0.0, "write": 0.0},
        versions={},
        created="2020-01-01T00:00:00+00:00",
    )


def write_run(folder: Path, rows: np.ndarray, info: RunInfo) -> Record:
    """Write a run folder and return it as loaded."""
    folder.mkdir(exist_ok=True)
    with EventWriter(folder / "events", event_schema(info.state_names)) as writer:
        for start in range(0, len(rows), 1000):
            writer.write(rows[start : start + 1000])
    n_people, n_patches = info.world.n_people, info.world.n_patches
    start = np.linspace(0, n_people, n_patches + 1).astype(np.int64)
    district = (np.arange(n_patches) * N_DISTRICTS // n_patches).astype(np.int32)
    none = np.empty(0)
    write_patches(folder / "patches.parquet", patch_table(start, district, none, none, none.astype(np.uint64)))
    write_info(folder / "run.json", info)
    return load_record(folder)


def chance_run(folder: Path, seed: int, n_people: int, n_wanted: int) -> Record:
    """Return a made-up run on disk."""
    rows = chance_log(seed, n_people, n_wanted, n_seeds=min(2, n_wanted))
    return write_run(folder, rows, info_of(rows, n_people))
