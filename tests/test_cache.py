"""What is kept between builds: made once, made anew where it was damaged, and nothing left lying about."""

import errno
from pathlib import Path

import pytest

from bookmaker.editions import cache


@pytest.fixture
def made(tmp_path, monkeypatch):
    """How often the costly thing was made, and a function that asks for it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    times: list[int] = []

    def make() -> bytes:
        times.append(1)
        return b"costly"

    return times, lambda: cache.kept("maker 1", (b"of this",), make)


def test_it_is_made_once(made):
    times, ask = made
    assert [ask(), ask(), len(times)] == [b"costly", b"costly", 1]


@pytest.mark.parametrize("damage", [lambda entry: b"", lambda entry: entry[:-1], lambda entry: entry + b"x"])
def test_a_damaged_entry_is_made_anew(made, damage):
    times, ask = made
    ask()
    (entry,) = cache.folder().iterdir()
    entry.write_bytes(damage(entry.read_bytes()))
    assert [ask(), ask(), len(times)] == [b"costly", b"costly", 2]


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_what_cannot_be_kept_leaves_nothing(made, monkeypatch, error):
    _, ask = made

    def fail(*_):
        raise error

    monkeypatch.setattr(Path, "replace", fail)
    if isinstance(error, OSError):
        assert ask() == b"costly"
    else:
        with pytest.raises(KeyboardInterrupt):
            ask()
    assert list(cache.folder().iterdir()) == []
