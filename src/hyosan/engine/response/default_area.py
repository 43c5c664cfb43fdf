"""The area that should hold an outbreak where the scenario does not say it."""

import numpy as np

from hyosan.engine.response.areas import Mask, district_index, district_mask, find_patches
from hyosan.scenario import CasesArea, Cordon, Importation, OutsideArea, Scenario
from hyosan.world.model import World


def default_area(scenario: Scenario, world: World) -> Mask:
    """Return (P) bool: the area of the first cordon that is fixed; without one, where the seeding is.

    The seeding is in its districts or patches; in the patches of the persons it names; everywhere if it names none.
    """
    for measure in scenario.response.measures if scenario.response else ():
        if isinstance(measure, Cordon) and not isinstance(measure.area, (CasesArea, OutsideArea)):
            return find_patches(measure.area, world, {}, f"response.measures.{measure.name}.area")
    mask = np.zeros(world.n_patches, np.bool_)
    for at, entry in enumerate(scenario.seeding):
        if entry.district is not None:
            mask |= district_mask([district_index(entry.district, world, f"seeding[{at}].district")], world)
        elif isinstance(entry, Importation):
            mask[:] = True
        elif entry.patch is not None:
            mask[entry.patch] = True
        elif entry.persons is not None:
            mask[np.searchsorted(world.arrays.patch_start, np.array(entry.persons), side="right") - 1] = True
        else:
            mask[:] = True
    return mask
