"""The kernels' draws are those of the plain reference, at every address. No chance is involved."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyosan.draws import kernel, plain, purposes

WORDS = st.integers(0, 2**64 - 1)
SUBJECTS = st.integers(0, 2**63 - 1)
PURPOSES = st.integers(0, 255)
ORDINALS = st.integers(0, 2**40 - 1)


@given(WORDS)
def test_mixer(word: int) -> None:
    assert int(kernel.mix(np.uint64(word))) == plain.mix(word)


def test_mixer_by_hand() -> None:
    """Stafford's variant 13 on the words 0, 1 and 2^64 - 1, worked out with the published constants."""
    assert plain.mix(0) == 0
    assert plain.mix(1) == 0x5692161D100B05E5
    assert plain.mix(2**64 - 1) == 0xB4D055FCF2CBBD7B


@given(seed=WORDS, subject=SUBJECTS, purpose=PURPOSES, ordinal=ORDINALS)
def test_draw(seed: int, subject: int, purpose: int, ordinal: int) -> None:
    key = kernel.person_key(np.uint64(seed), subject)
    assert int(key) == plain.person_key(seed, subject)
    bits = kernel.draw(np.uint64(key), purpose, ordinal)
    assert int(bits) == plain.draw(int(key), purpose, ordinal)


@given(bits=WORDS, n=st.integers(1, 2**53))
def test_what_bits_become(bits: int, n: int) -> None:
    assert kernel.unit(np.uint64(bits)) == plain.unit(bits)
    assert kernel.below(np.uint64(bits), n) == plain.below(bits, n)
    assert kernel.exponential(np.uint64(bits)) == pytest.approx(plain.exponential(bits), rel=1e-15)


@pytest.mark.parametrize("n", [1, 2, 3, 1000, 2**20, 2**20 + 1, 51_700_000, 8_100_000_000])
def test_below_reaches_both_ends_and_no_further(n: int) -> None:
    assert plain.below(0, n) == 0
    assert plain.below(2**64 - 1, n) == n - 1
    assert kernel.below(np.uint64(2**64 - 1), n) == n - 1


def test_unit_is_open() -> None:
    low, high = plain.unit(0), plain.unit(2**64 - 1)
    assert 0.0 < low < 1e-15 and 1.0 - 1e-15 < high < 1.0
    assert math.isfinite(plain.exponential(0)) and plain.exponential(2**64 - 1) > 0.0


def test_purposes_never_share_a_number() -> None:
    numbers = [value for name, value in vars(purposes).items() if name.isupper() and name != "ENTRY_ORDINAL"]
    assert len(numbers) == len(set(numbers))
    assert max(numbers) < 256, "purpose and ordinal together fill 48 bits of the counter"
    assert purposes.ENTRY_ORDINAL >= 60, "no state has this index"


@given(key=WORDS, a=st.tuples(PURPOSES, ORDINALS), b=st.tuples(PURPOSES, ORDINALS))
def test_two_addresses_of_a_subject_never_share_bits(key: int, a: tuple[int, int], b: tuple[int, int]) -> None:
    """The counter is multiplied by an odd number and mixed by a bijection: other addresses, other bits."""
    assert (plain.draw(key, *a) == plain.draw(key, *b)) == (a == b)
