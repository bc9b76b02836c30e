"""The search for circular garbage rests while records are made in bulk, and goes on behind it."""

import gc

import pytest

from glossator.index.bulk import making


def test_it_rests_inside_and_goes_on_behind() -> None:
    with making():
        assert not gc.isenabled()
        with making():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_goes_on_behind_a_fault() -> None:
    with pytest.raises(KeyError), making():
        raise KeyError
    assert gc.isenabled()


def test_who_switched_it_off_finds_it_off() -> None:
    gc.disable()
    try:
        with making():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
