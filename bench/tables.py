"""The tables, as rows of words, from the values that are written to JSON."""

from typing import Any

from bench.figures import megabytes, people, seconds, times, with_unit
from bench.study_table import is_study, study_table
from bench.table import Table

Values = dict[str, Any]


def tables(values: Values) -> list[Table]:
    """Return all tables that are not empty."""
    made = (
        targets_table(values),
        rows_table(values),
        study_table(values),
        cost_table(values),
        peers_table(values),
    )
    return [table for table in made if table.rows]


def targets_table(values: Values) -> Table:
    """Return targets and whether they are met."""
    rows = tuple(
        (
            check["title"],
            with_unit(check["value"], check["unit"]),
            f"{check['sign']} {with_unit(check['limit'], check['unit'])}",
            "met" if check["is_met"] else "MISSED",
        )
        for check in values["checks"]
    )
    return Table("Targets", ("what", "median", "target", ""), rows, left=(0, 3))


def rows_table(values: Values) -> Table:
    """Return what was measured about Hyosan, studies apart."""
    rows = []
    for row in (row for row in values["rows"] if not is_study(row)):
        walls = [sample["wall_s"] for sample in row["samples"]]
        spread = f"{seconds(min(walls))} to {seconds(max(walls))}"
        line = (row["title"], f"{row['n_infected']:,.0f}", seconds(row["wall_s"]), spread)
        rows.append((*line, str(len(walls)), seconds(row["cpu_s"]), megabytes(row["peak_mb"])))
    heads = ("what", "infections", "median", "range", "runs", "CPU", "peak memory")
    return Table("Hyosan", heads, tuple(rows))


def cost_table(values: Values) -> Table:
    """Return the cost of an infection by population and size of the outbreak."""
    rows = tuple(
        (
            f"{row['n_infected']:,.0f} infections",
            people(row["n_people"]),
            f"{row['wall_s'] / row['n_infected'] * 1e6:.2f} µs",
        )
        for row in values["rows"]
        if row["key"].startswith(("cost-", "outbreak-", "epidemic-"))
    )
    return Table("Cost of an infection", ("outbreak", "people", "time per infection"), rows)


def peers_table(values: Values) -> Table:
    """Return the comparison with peers, our own line above those of each case."""
    rows = []
    for case in values["cases"]:
        ours = case["ours"]
        rows.append((*_line(case, "Hyosan", ours), "1", "1"))
        for entry in case["peers"]:
            if entry.get("skipped"):
                rows.append((_name(case), entry["label"], entry["skipped"], *("",) * 7))
                continue
            run = entry["run_s"] / ours["run_s"]
            whole = entry["wall_s"] / ours["wall_s"]
            rows.append((*_line(case, entry["label"], entry), times(run), times(whole)))
    numbers = ("infections", "building", "run", "CPU", "warm-up", "peak memory", "run ÷ ours", "all ÷ ours")
    heads = ("case", "simulator", *numbers)
    return Table("Peers", heads, tuple(rows), left=(0, 1))


def _name(case: Values) -> str:
    return f"{case['title']}, {people(case['n_people'])}"


def _line(case: Values, label: str, entry: Values) -> tuple[str, ...]:
    numbers = (seconds(entry[name]) for name in ("build_s", "run_s", "cpu_s", "warm_s"))
    return (_name(case), label, f"{entry['n_infected']:,.0f}", *numbers, megabytes(entry["peak_mb"]))
