"""The fixed words of citations, one table per output language.

A new language is one more `Terms`. Forms with `{names}`, `{level}` and the like are filled
by the styles; nothing here knows a style's order or punctuation.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from desktop_app.catalog.sources import Role
from desktop_app.catalog.wording import output_language


@dataclass(frozen=True, slots=True, kw_only=True)
class LocatorTerms:
    """Words before a place in a source: (singular, plural) by kind."""

    page: tuple[str, str]
    folio: tuple[str, str]
    column: tuple[str, str]
    paragraph: tuple[str, str]
    section: tuple[str, str]
    line: tuple[str, str]
    note: tuple[str, str]
    heading: tuple[str, str]
    verse: tuple[str, str]
    stanza: tuple[str, str]
    time: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The words of one output language."""

    language: str
    quotes: tuple[str, str]
    inner_quotes: tuple[str, str]
    punctuation_inside: bool
    colon: str
    semicolon: str
    bare_pages: bool
    locators: LocatorTerms
    and_word: str
    serial_comma: bool
    et_al: str
    about: str
    no_date: str
    no_place: str
    untitled: str
    edition: str
    volume: str
    issue: str
    in_word: str
    accessed: str
    quoted_in: str
    derived_from: str
    thesis: str
    ibid: str
    letter_between: str
    letter_to: str
    other_recipients: str
    publisher_prefix: str
    publisher_marks: tuple[str, ...]
    articles: tuple[str, ...]
    role_in_note: dict[Role, str]
    role_in_entry: dict[Role, str]
    lead_suffix: dict[Role, tuple[str, str]]


ENGLISH = Terms(
    language="en",
    quotes=("“", "”"),
    inner_quotes=("‘", "’"),
    punctuation_inside=True,
    colon=": ",
    semicolon="; ",
    bare_pages=True,
    locators=LocatorTerms(
        page=("p.", "pp."),
        folio=("fol.", "fols."),
        column=("col.", "cols."),
        paragraph=("para.", "paras."),
        section=("sec.", "secs."),
        line=("line", "lines"),
        note=("n.", "nn."),
        heading=("s.v.", "s.vv."),
        verse=("v.", "vv."),
        stanza=("st.", "sts."),
        time=("at", "at"),
    ),
    and_word="and",
    serial_comma=True,
    et_al="et al.",
    about="ca. ",
    no_date="n.d.",
    no_place="n.p.",
    untitled="[Untitled {level}]",
    edition="{edition} ed.",
    volume="vol. {volume}",
    issue="no. {issue}",
    in_word="in",
    accessed="accessed {date}",
    quoted_in="quoted in",
    derived_from="derived from",
    thesis="thesis",
    ibid="Ibid.",
    letter_between="{sender} to {recipient}",
    letter_to="{level} to {recipient}",
    other_recipients="{first} et al.",
    publisher_prefix="",
    publisher_marks=(),
    articles=("the ", "a ", "an "),
    role_in_note={
        Role.EDITOR: "ed. {names}",
        Role.TRANSLATOR: "trans. {names}",
        Role.COMPILER: "comp. {names}",
        Role.INTERVIEWER: "interview by {names}",
        Role.PHOTOGRAPHER: "photographs by {names}",
    },
    role_in_entry={
        Role.EDITOR: "edited by {names}",
        Role.TRANSLATOR: "translated by {names}",
        Role.COMPILER: "compiled by {names}",
        Role.INTERVIEWER: "interview by {names}",
        Role.PHOTOGRAPHER: "photographs by {names}",
    },
    lead_suffix={
        Role.EDITOR: (", ed.", ", eds."),
        Role.COMPILER: (", comp.", ", comps."),
        Role.PHOTOGRAPHER: (", photographer", ", photographers"),
        Role.TRANSLATOR: (", trans.", ", trans."),
    },
)

VIETNAMESE = Terms(
    language="vi",
    quotes=("“", "”"),
    inner_quotes=("‘", "’"),
    punctuation_inside=False,
    colon=": ",
    semicolon="; ",
    bare_pages=False,
    locators=LocatorTerms(
        page=("tr.", "tr."),
        folio=("tờ", "tờ"),
        column=("cột", "cột"),
        paragraph=("đoạn", "đoạn"),
        section=("mục", "mục"),
        line=("dòng", "dòng"),
        note=("chú thích", "chú thích"),
        heading=("mục", "mục"),
        verse=("câu", "câu"),
        stanza=("khổ", "khổ"),
        time=("phút", "phút"),
    ),
    and_word="và",
    serial_comma=False,
    et_al="và cộng sự",
    about="khoảng ",
    no_date="không ghi năm",
    no_place="không ghi nơi xuất bản",
    untitled="[{level} không có nhan đề]",
    edition="in lần thứ {edition}",
    volume="tập {volume}",
    issue="số {issue}",
    in_word="trong",
    accessed="truy cập {date}",
    quoted_in="dẫn theo",
    derived_from="lược thuật từ",
    thesis="luận văn",
    ibid="Như trên",
    letter_between="{sender} gửi {recipient}",
    letter_to="{level} gửi {recipient}",
    other_recipients="{first} và các nơi nhận khác",
    publisher_prefix="Nxb. ",
    publisher_marks=("nxb", "nhà xuất bản", "nhà in", "nxb."),
    articles=(),
    role_in_note={
        Role.EDITOR: "{names} chủ biên",
        Role.TRANSLATOR: "{names} dịch",
        Role.COMPILER: "{names} biên soạn",
        Role.INTERVIEWER: "{names} phỏng vấn",
        Role.PHOTOGRAPHER: "ảnh của {names}",
    },
    role_in_entry={
        Role.EDITOR: "{names} chủ biên",
        Role.TRANSLATOR: "{names} dịch",
        Role.COMPILER: "{names} biên soạn",
        Role.INTERVIEWER: "{names} phỏng vấn",
        Role.PHOTOGRAPHER: "ảnh của {names}",
    },
    lead_suffix={
        Role.EDITOR: (" (chủ biên)", " (chủ biên)"),
        Role.COMPILER: (" (biên soạn)", " (biên soạn)"),
        Role.PHOTOGRAPHER: (" (chụp ảnh)", " (chụp ảnh)"),
        Role.TRANSLATOR: (" (dịch)", " (dịch)"),
    },
)

FRENCH = Terms(
    language="fr",
    quotes=("«\u202f", "\u202f»"),
    inner_quotes=("“", "”"),
    punctuation_inside=False,
    colon="\u00a0: ",
    semicolon="\u202f; ",
    bare_pages=False,
    locators=LocatorTerms(
        page=("p.", "p."),
        folio=("fol.", "fol."),
        column=("col.", "col."),
        paragraph=("par.", "par."),
        section=("§", "§"),
        line=("l.", "l."),
        note=("n.", "n."),
        heading=("s.v.", "s.v."),
        verse=("v.", "v."),
        stanza=("str.", "str."),
        time=("à", "à"),
    ),
    and_word="et",
    serial_comma=False,
    et_al="et al.",
    about="vers ",
    no_date="s.\u00a0d.",
    no_place="s.\u00a0l.",
    untitled="[{level} sans titre]",
    edition="{edition} éd.",
    volume="vol. {volume}",
    issue="n° {issue}",
    in_word="dans",
    accessed="consulté le {date}",
    quoted_in="cité dans",
    derived_from="d’après",
    thesis="thèse",
    ibid="Ibid.",
    letter_between="{sender} à {recipient}",
    letter_to="{level} à {recipient}",
    other_recipients="{first} et al.",
    publisher_prefix="",
    publisher_marks=(),
    articles=("le ", "la ", "les ", "l’", "l'", "un ", "une "),
    role_in_note={
        Role.EDITOR: "éd. par {names}",
        Role.TRANSLATOR: "trad. par {names}",
        Role.COMPILER: "réuni par {names}",
        Role.INTERVIEWER: "entretien mené par {names}",
        Role.PHOTOGRAPHER: "photographies par {names}",
    },
    role_in_entry={
        Role.EDITOR: "édité par {names}",
        Role.TRANSLATOR: "traduit par {names}",
        Role.COMPILER: "réuni par {names}",
        Role.INTERVIEWER: "entretien mené par {names}",
        Role.PHOTOGRAPHER: "photographies par {names}",
    },
    lead_suffix={
        Role.EDITOR: (" (éd.)", " (éd.)"),
        Role.COMPILER: (" (comp.)", " (comp.)"),
        Role.PHOTOGRAPHER: (" (photogr.)", " (photogr.)"),
        Role.TRANSLATOR: (" (trad.)", " (trad.)"),
    },
)

LAO = Terms(
    language="lo",
    quotes=("“", "”"),
    inner_quotes=("‘", "’"),
    punctuation_inside=False,
    colon=": ",
    semicolon="; ",
    bare_pages=False,
    locators=LocatorTerms(
        page=("ໜ້າ", "ໜ້າ"),
        folio=("ໃບທີ", "ໃບທີ"),
        column=("ຖັນ", "ຖັນ"),
        paragraph=("ວັກ", "ວັກ"),
        section=("ໝວດ", "ໝວດ"),
        line=("ແຖວ", "ແຖວ"),
        note=("ໝາຍເຫດ", "ໝາຍເຫດ"),
        heading=("ຄຳວ່າ", "ຄຳວ່າ"),
        verse=("ຂໍ້", "ຂໍ້"),
        stanza=("ບົດ", "ບົດ"),
        time=("ນາທີ", "ນາທີ"),
    ),
    and_word="ແລະ",
    serial_comma=False,
    et_al="ແລະ ຄະນະ",
    about="ປະມານ ",
    no_date="ບໍ່ລະບຸປີ",
    no_place="ບໍ່ລະບຸບ່ອນພິມ",
    untitled="[{level}ບໍ່ມີຊື່]",
    edition="ພິມຄັ້ງທີ {edition}",
    volume="ເຫຼັ້ມ {volume}",
    issue="ສະບັບ {issue}",
    in_word="ໃນ",
    accessed="ເຂົ້າເບິ່ງ {date}",
    quoted_in="ອ້າງໃນ",
    derived_from="ຮຽບຮຽງຈາກ",
    thesis="ວິທະຍານິພົນ",
    ibid="ບ່ອນດຽວກັນ",
    letter_between="{sender} ເຖິງ {recipient}",
    letter_to="{level} ເຖິງ {recipient}",
    other_recipients="{first} ແລະ ຜູ້ຮັບອື່ນ",
    publisher_prefix="",
    publisher_marks=(),
    articles=(),
    role_in_note={
        Role.EDITOR: "{names} ບັນນາທິການ",
        Role.TRANSLATOR: "{names} ແປ",
        Role.COMPILER: "{names} ຮຽບຮຽງ",
        Role.INTERVIEWER: "{names} ສຳພາດ",
        Role.PHOTOGRAPHER: "ພາບໂດຍ {names}",
    },
    role_in_entry={
        Role.EDITOR: "{names} ບັນນາທິການ",
        Role.TRANSLATOR: "{names} ແປ",
        Role.COMPILER: "{names} ຮຽບຮຽງ",
        Role.INTERVIEWER: "{names} ສຳພາດ",
        Role.PHOTOGRAPHER: "ພາບໂດຍ {names}",
    },
    lead_suffix={
        Role.EDITOR: (" (ບັນນາທິການ)", " (ບັນນາທິການ)"),
        Role.COMPILER: (" (ຮຽບຮຽງ)", " (ຮຽບຮຽງ)"),
        Role.PHOTOGRAPHER: (" (ຖ່າຍພາບ)", " (ຖ່າຍພາບ)"),
        Role.TRANSLATOR: (" (ແປ)", " (ແປ)"),
    },
)

_TERMS = {terms.language: terms for terms in (ENGLISH, VIETNAMESE, FRENCH, LAO)}


def get_terms(language: str) -> Terms:
    """Return the words of `language`, English for a language that has no table."""
    return _TERMS[output_language(language)]


def list_number_words() -> set[str]:
    """Return the words of all languages after which a number stands: "p.", "no.", "tờ"."""
    found: set[str] = set()
    for terms in _TERMS.values():
        forms = (terms.volume.format(volume=""), terms.issue.format(issue=""))
        found |= {form.strip() for form in forms}
        for one in fields(terms.locators):
            found |= set(getattr(terms.locators, one.name))
    return found
