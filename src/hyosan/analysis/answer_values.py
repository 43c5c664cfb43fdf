"""The answer as plain values, for JSON."""

from dataclasses import asdict
from typing import Any

from hyosan.analysis.answer import Answer
from hyosan.analysis.answer_outcomes import Arm, Burden, FirstEscape
from hyosan.terms import ROUTE_SENTENCES

Values = dict[str, Any]


def answer_values(answer: Answer) -> Values:
    """Return everything but the verdicts of single replicates as mappings, lists, text and numbers."""
    scenario, ground = answer.scenario, answer.ground
    return {
        "scenario": scenario.name,
        "scenario_hash": answer.scenario_hash,
        "pathogen": scenario.pathogen.name,
        "is_fiction": scenario.pathogen.fiction,
        "seed": answer.seed,
        "replicates": answer.n_replicates,
        "confidence": answer.confidence,
        **arm_values(answer.planned),
        "without_measures": None if answer.bare is None else arm_values(answer.bare),
        "paired": None if answer.paired is None else asdict(answer.paired),
        "borders": [{**asdict(border), "n_crossings_per_day": border.n_crossings_per_day} for border in answer.borders],
        "ground": {
            "world": ground.world,
            "n_people": ground.n_people,
            "n_people_inside": ground.n_people_inside,
            "n_patches_inside": len(ground.inside),
            "inside_districts": list(ground.inside_districts),
            "origins": list(ground.origins),
        },
        "definitions": dict(answer.definitions),
        "methods": list(answer.methods),
        "seconds": answer.seconds,
    }


def arm_values(arm: Arm) -> Values:
    """Return the shares, the first escape and the burden of an arm."""
    return {
        "contained": asdict(arm.contained),
        "escaped": asdict(arm.escaped),
        "nationwide": asdict(arm.nationwide),
        "undecided": asdict(arm.undecided),
        "first_escape": escape_values(arm.first_escape),
        "burden": burden_values(arm.burden),
    }


def escape_values(escape: FirstEscape) -> Values:
    """Return the first escape; routes by name, each with what it means."""
    values = asdict(escape)
    values["routes"] = [
        {"route": item.route.name.lower(), "meaning": ROUTE_SENTENCES[item.route], "share": asdict(item.share)}
        for item in escape.routes
    ]
    values["places"] = [{"district": item.name, "share": asdict(item.share)} for item in escape.places]
    return values


def burden_values(burden: Burden) -> Values:
    """Return infected and dead; each with mean, low, high, median, q05 and q95."""
    values = asdict(burden)
    for name, quantity in values.items():
        if name != "n_censored":
            values[name] = {**quantity.pop("mean"), **quantity}
    return values
