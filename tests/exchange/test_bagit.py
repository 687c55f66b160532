"""Bags: what is written can be checked, and a check tells each kind of damage by its name."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from desktop_app.exchange.bagit import BagWriter
from desktop_app.exchange.bagit_reading import check_bag


def quiet(done: int, total: int, text: str) -> None:
    assert 0 <= done <= total, text


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    folder = tmp_path / "bag"
    folder.mkdir()
    writer = BagWriter(folder)
    writer.write_file("a.txt", "một\n")
    writer.write_file("deep/er/b.txt", "two")
    writer.write_file("empty", "")
    writer.finish([("External-Description", "two\nlines")], quiet)
    return folder


def problems(bag: Path) -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in check_bag(bag, quiet).problems]


def test_a_fresh_bag_is_whole(bag):
    found = check_bag(bag, quiet)
    assert (found.ok, found.files) == (True, 6)
    assert "External-Description: two lines\n" in (bag / "bag-info.txt").read_text("utf-8")


def test_each_damage_has_its_name(bag):
    (bag / "data" / "a.txt").write_text("mot\n")
    (bag / "data" / "deep" / "er" / "b.txt").unlink()
    (bag / "data" / "added.txt").write_text("later")
    (bag / "bag-info.txt").write_text("External-Description: other\n")
    assert set(problems(bag)) == {
        ("altered", "data/a.txt"),
        ("missing", "data/deep/er/b.txt"),
        ("unlisted", "data/added.txt"),
        ("altered", "bag-info.txt"),
    }


def test_every_flipped_bit_of_a_file_is_seen(bag):
    path = bag / "data" / "a.txt"
    data = path.read_bytes()
    for place in range(len(data) * 8):
        bent = bytearray(data)
        bent[place // 8] ^= 1 << place % 8
        path.write_bytes(bent)
        assert problems(bag) == [("altered", "data/a.txt")]


def test_a_changed_list_is_seen(bag):
    path = bag / "manifest-sha256.txt"
    path.write_text(path.read_text().replace("data/empty", "data/other"))
    assert set(problems(bag)) >= {("altered", "manifest-sha256.txt"), ("missing", "data/other")}


@pytest.mark.parametrize(
    "name",
    [
        *("data/../../outside.txt", "/etc/hostname", "../outside.txt", "data\\..\\x", "c:x"),
        *("data//a.txt", "data/./a.txt", ".", "data/\x00", ""),
    ],
)
def test_no_name_leads_out_of_the_bag(bag, name):
    (bag.parent / "outside.txt").write_text("secret")
    digest = hashlib.sha256(b"secret").hexdigest()
    with (bag / "manifest-sha256.txt").open("a") as file:
        file.write(f"{digest}  {name}\n")
    assert ("bad_line", "manifest-sha256.txt:4") in problems(bag)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_are_not_followed(bag):
    outside = bag.parent / "outside"
    outside.mkdir()
    (outside / "b.txt").write_text("two")
    (bag / "data" / "deep" / "er" / "b.txt").unlink()
    (bag / "data" / "deep" / "er").rmdir()
    (bag / "data" / "deep" / "er").symlink_to(outside)
    (bag / "data" / "a.txt").unlink()
    (bag / "data" / "a.txt").symlink_to("/dev/zero")
    assert problems(bag) == [("missing", "data/a.txt"), ("missing", "data/deep/er/b.txt")]


def test_what_is_no_bag_is_said(tmp_path):
    assert [code for code, _ in problems(tmp_path)] == ["no_bag", "no_list"]


def test_nothing_is_fetched_and_odd_lists_are_named(bag):
    (bag / "fetch.txt").write_text("http://example.org/x 1 data/x\n")
    (bag / "manifest-crc32.txt").write_text("00000000  data/a.txt\n")
    assert {code for code, _ in problems(bag)} == {"incomplete", "unknown_list"}


def test_a_list_without_an_end_of_line_takes_no_memory(bag):
    (bag / "manifest-sha256.txt").write_bytes(b"a" * 5_000_000)
    assert ("altered", "manifest-sha256.txt") in problems(bag)


def test_a_bag_of_another_program_with_other_sums(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "100%.txt").write_text("x")
    (tmp_path / "bagit.txt").write_text("BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n")
    for name in ("md5", "sha512"):
        digest = hashlib.new(name, b"x").hexdigest().upper()
        (tmp_path / f"manifest-{name}.txt").write_text(f"{digest} *data/100%25.txt\r\n")
    found = check_bag(tmp_path, quiet)
    assert (found.ok, found.files) == (True, 1)


def test_two_files_of_one_name_are_a_mistake(tmp_path):
    writer = BagWriter(tmp_path)
    writer.write_file("a.txt", "")
    with pytest.raises(ValueError, match="two files"):
        writer.write_file("a.txt", "")
