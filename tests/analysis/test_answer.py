"""The answer that verdicts give: shares, first escape, burden, what the measures changed, values and table."""

import json
import math

import pytest
from answer_verdicts import BORDER, answer, held, mixed_answer, out, undecided

from hyosan.analysis.answer_table import COLUMNS
from hyosan.analysis.answer_values import answer_values
from hyosan.terms import Outcome, Route


def test_the_ends_add_up_and_escapes_are_counted_beside_them() -> None:
    found = answer([held(1), held(2), out(3, 1.0), out(4, 2.0, is_nationwide=False), undecided(5)], None)
    ends = [found.contained, found.nationwide, found.undecided]
    assert [share.n_hits for share in ends] == [3, 1, 1]
    assert sum(share.p for share in ends) == pytest.approx(1.0)
    assert found.escaped.n_hits == 3
    assert (found.seed, found.n_replicates, found.bare, found.paired, found.burden_without) == (1, 5, None, None, None)


def test_the_first_escape_is_about_those_that_got_out() -> None:
    days = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]
    routes = [Route.EVADER] * 4 + [Route.ROAMING] * 2 + [Route.TRIP]
    some = [out(k, day, route) for k, (day, route) in enumerate(zip(days, routes, strict=True))]
    escape = answer([*some, *(held(10 + k) for k in range(3))], None).first_escape
    assert (escape.share.n_hits, escape.share.n) == (7, 10)
    assert escape.days is not None
    assert (escape.days.median, escape.days.median_low, escape.days.median_high) == (4.0, 1.0, 7.0)
    assert [(item.route, item.share.n_hits, item.share.n) for item in escape.routes] == [
        (Route.EVADER, 4, 7),
        (Route.ROAMING, 2, 7),
        (Route.TRIP, 1, 7),
    ]
    assert [(place.name, place.share.p) for place in escape.places] == [("East", 1.0)]
    assert escape.noticed is not None
    assert escape.delay_days is not None
    assert (escape.noticed.p, escape.delay_days.median) == (1.0, 0.25)


def test_what_was_never_noticed_has_no_delay() -> None:
    escape = answer([out(1, 2.0, is_nationwide=False)], None).first_escape
    assert escape.noticed is not None
    assert (escape.noticed.n_hits, escape.delay_days) == (0, None)
    nothing = answer([held(1)], None).first_escape
    assert (nothing.days, nothing.routes, nothing.places, nothing.noticed) == (None, (), (), None)


def test_the_burden_counts_inside_and_outside_and_what_was_cut_short() -> None:
    burden = answer([held(1, 20), held(2, 40), out(3, 1.0)], None).burden_with
    assert burden.infected_inside.mean.mean == pytest.approx((20 + 40 + 100) / 3)
    assert burden.infected_outside.median == 0.0
    assert burden.dead.mean.mean == pytest.approx((2 + 4 + 110) / 3)
    assert burden.infected_outside.mean.low is not None
    assert burden.infected_outside.mean.low >= 0.0
    assert burden.n_censored == 1


def test_pairs_count_what_was_saved_and_lost() -> None:
    planned = [held(1), held(2), out(3, 1.0), held(4), out(5, 1.0)]
    bare = [out(1, 1.0), out(2, 1.0), held(3), held(4), out(5, 1.0)]
    paired = answer(planned, bare).paired
    assert paired is not None
    assert (paired.n_saved, paired.n_lost, paired.n_unchanged, paired.n) == (2, 1, 2, 5)
    assert paired.contained.difference == pytest.approx(0.2)
    assert paired.nationwide.difference == pytest.approx(-0.2)
    assert paired.contained.low < 0.0 < paired.contained.high


def test_counts_are_compared_only_where_the_measures_were_not_cut_short() -> None:
    planned = [held(1, 20), held(2, 20), out(3, 1.0)]
    bare = [out(1, 1.0), held(2, 30), held(3, 10)]
    paired = answer(planned, bare).paired
    assert paired is not None
    assert (paired.n_censored_with, paired.n_censored_without, paired.n_comparable) == (1, 1, 2)
    assert paired.infections is not None
    assert paired.infections.mean == pytest.approx(((20 - 1100) + (20 - 30)) / 2)
    assert paired.is_least
    assert "lower bounds" in paired.note
    lost = answer([out(1, 1.0)], [out(1, 1.0)]).paired
    assert lost is not None
    assert (lost.infections, lost.n_comparable) == (None, 0)
    assert "nothing can be said" in lost.note


def test_arms_on_other_seeds_are_refused() -> None:
    with pytest.raises(ValueError, match="same seeds"):
        answer([held(1)], [held(2)])


def test_the_table_has_a_row_for_each_replicate_and_arm() -> None:
    table = mixed_answer(40).table()
    assert table.column_names == [column.name for column in COLUMNS]
    assert table.num_rows == 80
    assert table.column("arm").to_pylist() == ["with"] * 40 + ["without"] * 40
    first = table.to_pylist()[0]
    assert (first["outcome"], first["first_escape_route"], first["first_escape_district"]) == (
        Outcome.DECIDED.name.lower(),
        "evader",
        "East",
    )
    assert table.to_pylist()[1]["first_escape_days"] is None
    assert all(field.metadata[b"meaning"] for field in table.schema)


def test_the_table_of_the_largest_seed() -> None:
    assert answer([held(2**63 - 1)], None).table().column("seed").to_pylist() == [2**63 - 1]


def test_values_are_plain_and_complete() -> None:
    values = json.loads(json.dumps(answer_values(mixed_answer(40))))
    for name in ("contained", "escaped", "nationwide", "undecided"):
        assert set(values[name]) == {"p", "low", "high", "n"}
        assert set(values["without_measures"][name]) == {"p", "low", "high", "n"}
    assert values["first_escape"]["routes"][0]["route"] in {route.name.lower() for route in Route}
    assert set(values["burden"]["dead_outside"]) == {"mean", "low", "high", "median", "q05", "q95"}
    assert values["paired"]["n_saved"] + values["paired"]["n_lost"] + values["paired"]["n_unchanged"] == 40
    assert values["borders"][0]["n_crossings_per_day"] == 2 * (BORDER.n_commuters_out + BORDER.n_commuters_in)
    assert set(values["definitions"]) >= {"contained", "escaped", "nationwide"}
    assert values["is_fiction"] is True
    assert not any(math.isnan(x) for x in values["contained"].values())


def test_values_without_measures() -> None:
    values = answer_values(answer([held(1)], None))
    assert values["paired"] is None
    assert values["without_measures"] is None
    assert values["first_escape"]["days"] is None
