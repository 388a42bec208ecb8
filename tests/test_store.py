"""The store gives back what was put in, and never a half-written file."""

import os

import pytest

from parley.errors import ParleyError
from parley.store import Store, default_folder, digest, write_atomic


def test_digest_of_nothing_and_of_known_parts():
    """SHA-256 over (length in eight bytes, part) for each part; computed with sha256sum."""
    assert digest() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


DIFFERENT = [
    pytest.param(("ab", "c"), ("a", "bc"), id="border moved"),
    pytest.param(("ab",), ("ab", ""), id="empty part"),
    pytest.param(("a", "b"), ("b", "a"), id="order"),
    pytest.param(("é",), ("e\u0301",), id="NFC and NFD"),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_digest_tells_parts_apart(one, other):
    assert digest(*one) != digest(*other)


def test_digest_takes_text_and_bytes_alike():
    assert digest("tariff €") == digest("tariff €".encode())


def test_digest_takes_lone_surrogates():
    assert len(digest("a\ud800")) == 64


def test_the_cache_folder_can_be_chosen(monkeypatch, tmp_path):
    monkeypatch.setenv("PARLEY_CACHE", str(tmp_path / "cache"))
    assert default_folder() == tmp_path / "cache"


def test_without_a_choice_the_users_cache_folder_is_used(monkeypatch, tmp_path):
    monkeypatch.delenv("PARLEY_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_folder().name == "parley"


def test_write_atomic_makes_folders_and_leaves_only_the_file(tmp_path):
    path = tmp_path / "deep" / "er" / "result.bin"
    write_atomic(path, b"\x00one")
    write_atomic(path, b"two")
    assert path.read_bytes() == b"two"
    assert os.listdir(path.parent) == ["result.bin"]
    assert path.stat().st_mode & 0o777 == 0o644


def test_a_failed_write_keeps_the_old_file_and_leaves_nothing_behind(tmp_path, monkeypatch):
    path = tmp_path / "result.bin"
    write_atomic(path, b"old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(ParleyError) as error:
        write_atomic(path, b"new")
    assert str(error.value) == f"{path}: cannot be written (No space left on device)"
    assert (path.read_bytes(), os.listdir(tmp_path)) == (b"old", ["result.bin"])


def test_an_interrupted_write_leaves_nothing_behind(tmp_path, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        write_atomic(tmp_path / "result.bin", b"new")
    assert os.listdir(tmp_path) == []


def test_a_file_where_a_folder_is_needed_is_one_clear_message(tmp_path):
    (tmp_path / "cache").write_text("in the way")
    with pytest.raises(ParleyError, match=r"cache/a\.bin: cannot be written \("):
        write_atomic(tmp_path / "cache" / "a.bin", b"x")


def test_store_returns_what_was_put_by_kind_and_key(tmp_path):
    store = Store(tmp_path)
    store.put("parse", digest("hearing"), b"one")
    store.put("tables", digest("hearing"), b"two")
    store.put("parse", digest("hearing"), b"three")
    assert store.get("parse", digest("hearing")) == b"three"
    assert store.get("tables", digest("hearing")) == b"two"
    assert store.get("parse", digest("appeal")) is None


def test_an_empty_result_is_a_result(tmp_path):
    store = Store(tmp_path)
    store.put("parse", digest("a"), b"")
    assert store.get("parse", digest("a")) == b""


def test_a_store_without_folder_keeps_nothing():
    store = Store(None)
    store.put("parse", digest("a"), b"result")
    assert store.get("parse", digest("a")) is None


def test_a_cache_that_cannot_be_written_is_no_reason_to_stop(tmp_path):
    (tmp_path / "file").write_text("in the way")
    store = Store(tmp_path / "file")
    store.put("parse", digest("a"), b"result")
    assert store.get("parse", digest("a")) is None
