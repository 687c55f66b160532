"""A small catalogue of a made-up skirmish, the same on every machine, with all a report can meet.

It has pages, paragraphs and a text in Lao; a source derived from another and one quoted in it;
translations; conflicts, settled and open; claims that are uncited, contradicted, deprecated, of a
voice, of a time; names shared, alike, found in passages; units that change their place.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from desktop_app.services import commands  # noqa: F401  (registers the operations)
from desktop_app.services.commands.registry import run_operation
from desktop_app.services.importing import import_files
from desktop_app.services.session import Session, create_catalogue
from desktop_app.store import documents

DIARY = (
    "Ngày 1 tháng 5: Trung đoàn 9 do Hoàng Văn Sơn chỉ huy đến đồn Đá Trắng.\f"
    "Đêm mùng 2 tháng 5: đại đội 5 đánh bến Đá Trắng, diệt 134 người.\n"
    "ĐÁ TRẮNG đã về tay ta.\f"
    "Ngày 4: Đại đội 5 chuyển sang Trung đoàn 12, còn 80 tay súng."
)
ARTICLE = (
    "A ford and its guns.\n\n"
    "Some 120 men fell at Da Trang on the night of 2 May; others say 3 May.\n\n"
    "Colonel Son, whom the enemy called Tiger, led the 9th Regiment until June."
)
ENTRY = "Mùng 2 tháng 5: đánh bến Đá-Trắng, đối phương mất 134 người."
TELEGRAM = "ດ່ານຫີນຂາວ ຖືກຕີ ໃນຄືນວັນທີ 2 ພຶດສະພາ; ສູນເສຍ 137 ຄົນ."


class _Builder:
    """Runs operations on a new catalogue, with a clock that ticks by itself."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._texts: dict[str, str] = {}
        ticks = iter(range(10_000))
        self.session = create_catalogue(
            folder / "skirmish.db",
            name="Skirmish",
            uuid="00000000-0000-4000-8000-000000000001",
            author="L. M.",
            clock=lambda: f"2024-06-01T08:{(tick := next(ticks)) // 60:02d}:{tick % 60:02d}Z",
        )

    def do(self, operation: str, /, **arguments: object) -> str:
        return run_operation(self.session, operation, arguments).ids[0]

    def read(self, source: str, name: str, text: str, language: str) -> str:
        path = self._folder / name
        path.write_text(text, "utf-8")
        done = import_files(
            self.session, [path], title=path.stem, language=language, source=source
        )[0]
        assert done.document, done.error
        self._texts[done.document] = documents.get_text(self.session.db, done.document)
        return done.document

    def mark(self, document: str, quote: str, **details: object) -> str:
        start = self._texts[document].index(quote)
        made = self.do("create_excerpt", document=document, start=start, end=start + len(quote))
        if details:
            self.do("update_excerpt", excerpt=made, details=details)
        return made


def build_skirmish(folder: Path) -> Session:
    """Return a session on the catalogue, made anew in `folder`."""
    build = _Builder(folder)
    texts = dict(_read_texts(build))
    people = dict(_name_entities(build, texts))
    _tell_events(build, texts, people)
    _tell_units(build, texts, people)
    return build.session


def _read_texts(build: _Builder) -> Iterator[tuple[str, str]]:
    diary = build.do(
        "create_source", title="Nhật ký đồn Đá Trắng", level="book", language="vi",
        title_translated="Diary of the White Rock post", edtf="1975", date="1975",
        publisher="Núi Xanh", place="Hà Nội",
        contributors=[{"role": "author", "literal": "Hoàng Văn Sơn", "language": "vi"}],
    )  # fmt: skip
    article = build.do(
        "create_source", title="A Ford and Its Guns", level="article", language="en",
        container="Upland Review", volume="3", edtf="1990-06",
        contributors=[{"role": "author", "family": "Lowe", "given": "Edith"}],
    )  # fmt: skip
    entry = build.do(
        "create_source", title="Mùng 2 tháng 5", level="regesta", language="vi",
        derived_from=diary,
    )  # fmt: skip
    telegram = build.do(
        "create_source", title="Telegram of the post", level="telegram", language="lo",
        edtf="1962-05-03", quoted_in=diary,
    )  # fmt: skip
    yield "diary", build.read(diary, "diary.txt", DIARY, "vi")
    yield "article", build.read(article, "article.txt", ARTICLE, "en")
    yield "entry", build.read(entry, "entry.txt", ENTRY, "vi")
    yield "telegram", build.read(telegram, "telegram.txt", TELEGRAM, "lo")


def _name_entities(build: _Builder, texts: dict[str, str]) -> Iterator[tuple[str, str]]:
    spelt = build.mark(texts["diary"], "ĐÁ TRẮNG đã về tay ta")
    place = build.do(
        "create_entity", kind="place", name="Đá Trắng", language="vi", excerpt=spelt,
        note="A post at a ford.",
    )  # fmt: skip
    build.do("add_name", entity=place, name="White Rock", language="en", kind="preferred")
    build.do("add_name", entity=place, name="ຫີນຂາວ", language="lo", kind="translated")
    yield "place", place
    village = build.do("create_entity", kind="place", name="Đa Trang", language="vi")
    build.do(
        "link_entities", entity=place, other=village, kind="must not be confused with",
        note="A village of that name lies downstream.",
    )  # fmt: skip
    tiger = build.mark(texts["article"], "whom the enemy called Tiger")
    leader = build.do(
        "create_entity", kind="person", name="Hoàng Văn Sơn", language="vi",
        exists_from="1921", exists_to="1988",
    )  # fmt: skip
    build.do("add_name", entity=leader, name="Tiger", language="en", kind="partisan", excerpt=tiger)
    yield "leader", leader
    for key, name, english in (
        ("regiment", "Trung đoàn 9", "9th Regiment"),
        ("other", "Trung đoàn 12", "12th Regiment"),
        ("company", "Đại đội 5", "Company 5"),
    ):
        unit = build.do("create_entity", kind="unit", name=name, language="vi")
        build.do("add_name", entity=unit, name=english, language="en", kind="preferred")
        yield key, unit


def _tell_events(build: _Builder, texts: dict[str, str], known: dict[str, str]) -> None:
    campaign = build.do(
        "create_event", title="Chiến dịch Đá Trắng", title_translated="White Rock campaign",
        note="A small campaign.",
    )  # fmt: skip
    fight = build.do("create_event", title="Fight at the ford", part_of=campaign)
    losses = build.mark(
        texts["diary"], "đánh bến Đá Trắng, diệt 134 người",
        translation="attacked the ford of White Rock, killed 134", translation_language="en",
        translator="L. M.", translation_status="reviewed",
    )  # fmt: skip
    later = build.mark(texts["article"], "Some 120 men fell at Da Trang on the night of 2 May")
    copied = build.mark(texts["entry"], "đối phương mất 134 người")
    wire = build.mark(
        texts["telegram"], "ສູນເສຍ 137 ຄົນ", translation="lost 137 men",
        translation_language="en",
    )  # fmt: skip
    counted = build.do(
        "state_claim", subject=fight, property="killed", value={"number": 134, "unit": "men"},
        excerpt=losses, detail="enemy",
    )  # fmt: skip
    build.do("cite_claim", claim=counted, excerpt=copied, locator="s.v. Mùng 2 tháng 5")
    build.do("cite_claim", claim=counted, excerpt=later, stance="contradicts", note="From memory.")
    about = {"number": 120, "unit": "men", "bound": "about", "as_written": "some 120"}
    build.do(
        "state_claim", subject=fight, property="killed", value=about, excerpt=later,
        detail="enemy", confidence="doubtful", confidence_reason="hearsay",
    )  # fmt: skip
    build.do(
        "state_claim", subject=fight, property="killed", value={"number": 137, "unit": "men"},
        excerpt=wire, detail="enemy", voice="quoted document", speaker="the post",
    )  # fmt: skip
    build.do("prefer_claim", claim=counted, reason="Counted on the spot.")
    for edtf, quote in (
        ("1962-05-02", "on the night of 2 May"),
        ("1962-05-03", "others say 3 May"),
    ):
        build.do(
            "state_claim", subject=fight, property="date", value={"edtf": edtf},
            excerpt=build.mark(texts["article"], quote),
        )  # fmt: skip
    build.do(
        "state_claim", subject=fight, property="place", value={"subject": known["place"]},
        excerpt=losses,
    )  # fmt: skip
    night = build.mark(texts["diary"], "Đêm mùng 2 tháng 5: đại đội 5")
    build.do(
        "state_claim", subject=fight, property="participant", detail="own side",
        value={"subject": known["company"]}, excerpt=night,
    )  # fmt: skip
    build.do("state_claim", subject=campaign, property="result", value="The post was taken.")
    build.do(
        "state_claim", subject=campaign, property="date", value={"edtf": "1962-05"}, excerpt=night
    )
    build.do("attach_excerpt", excerpt=losses, subject=known["place"], note="by name")
    build.do("attach_excerpt", excerpt=wire, subject=campaign)


def _tell_units(build: _Builder, texts: dict[str, str], known: dict[str, str]) -> None:
    arrived = build.mark(texts["diary"], "Trung đoàn 9 do Hoàng Văn Sơn chỉ huy")
    moved = build.mark(texts["diary"], "Đại đội 5 chuyển sang Trung đoàn 12, còn 80 tay súng")
    until = build.mark(texts["article"], "led the 9th Regiment until June")
    build.do(
        "state_claim", subject=known["regiment"], property="commander", excerpt=arrived,
        value={"subject": known["leader"]}, valid={"edtf": "1962-05-01/1962-06"},
    )  # fmt: skip
    build.do(
        "state_claim", subject=known["leader"], property="office", excerpt=until,
        value="commander of the 9th Regiment", valid={"edtf": "../1962-06"},
    )  # fmt: skip
    old = build.do(
        "state_claim", subject=known["leader"], property="rank", value="colonel", excerpt=until
    )
    build.do("rank_claim", claim=old, rank="deprecated", reason="A courtesy title.")
    for whole, valid in (("regiment", "../1962-05-03"), ("other", "1962-05-04/..")):
        build.do(
            "state_claim", subject=known["company"], property="subordinate_to", excerpt=moved,
            value={"subject": known[whole]}, valid={"edtf": valid},
        )  # fmt: skip
    build.do(
        "state_claim", subject=known["company"], property="strength", excerpt=moved,
        value={"number": 80, "unit": "rifles"}, valid={"edtf": "1962-05-04"},
    )  # fmt: skip
    build.do(
        "state_claim", subject=known["other"], property="strength", value={"special": "unknown"}
    )
    build.do("attach_excerpt", excerpt=moved, subject=known["other"])
