"""How a name becomes a data file of the catalogue."""

import pytest

from hyosan.catalogue import KINDS, CatalogueError, list_names, nearest_name, text, world_folder


def test_names_are_sorted_and_their_files_are_there() -> None:
    for kind in KINDS:
        names = list_names(kind)
        assert names and names == tuple(sorted(names))
    assert {"seoul", "korea"} <= set(list_names("worlds"))
    for kind in ("pathogens", "scenarios"):
        assert all(text(kind, name).strip() for name in list_names(kind))
    assert all(any(world_folder(name).iterdir()) for name in list_names("worlds"))


@pytest.mark.parametrize("name", ["mearsles", "../scenarios/seoul", "measles.yaml", "", "Measles"])
def test_a_name_that_is_not_listed_is_an_error(name: str) -> None:
    with pytest.raises(CatalogueError, match=r"found pathogen .*; allowed .*measles"):
        text("pathogens", name)


def test_an_error_says_the_nearest_name_and_what_to_do() -> None:
    with pytest.raises(CatalogueError, match="did you mean 'seoul'"):
        world_folder("seol")
    with pytest.raises(CatalogueError, match="use world_folder"):
        text("worlds", "seoul")
    with pytest.raises(CatalogueError, match="allowed pathogens, scenarios, worlds"):
        list_names("pathogen")


def test_the_nearest_name_ignores_case_and_may_be_none() -> None:
    assert nearest_name("SEOUL", ("korea", "seoul")) == "seoul"
    assert nearest_name("nowon-gu", ("Nowon-gu", "Mapo-gu")) == "Nowon-gu"
    assert nearest_name("xyz", ("korea", "seoul")) is None
