"""The properties every new catalogue knows. Users add their own beside them.

One line a property: key, English and Vietnamese label, value type, cardinality, inverse labels.
To add one, add a line at the end: positions follow the order here.
"""

from __future__ import annotations

from desktop_app.catalog.claims import Cardinality, Property, ValueType

_TEXT, _QUANTITY, _DATE, _SUBJECT = (
    ValueType.TEXT,
    ValueType.QUANTITY,
    ValueType.DATE,
    ValueType.SUBJECT,
)
_ONE, _MANY = Cardinality.SINGLE, Cardinality.MANY

_LINES: tuple[tuple[str, str, str, ValueType, Cardinality, str, str], ...] = (
    ("date", "date", "ngày tháng", _DATE, _ONE, "", ""),
    ("place", "place", "địa điểm", _SUBJECT, _MANY, "place of", "là địa điểm của"),
    ("participant", "participant", "bên tham gia", _SUBJECT, _MANY, "took part in", "tham gia"),
    ("commander", "commander", "tư lệnh", _SUBJECT, _ONE, "commanded", "chỉ huy"),
    (
        "political_commissar",
        "political commissar",
        "chính ủy",
        _SUBJECT,
        _ONE,
        "political commissar of",
        "là chính ủy của",
    ),
    (
        "chief_of_staff",
        "chief of staff",
        "tham mưu trưởng",
        _SUBJECT,
        _ONE,
        "chief of staff of",
        "là tham mưu trưởng của",
    ),
    ("rank", "rank", "cấp bậc", _TEXT, _ONE, "", ""),
    ("office", "office", "chức vụ", _TEXT, _MANY, "", ""),
    ("strength", "strength", "quân số", _QUANTITY, _ONE, "", ""),
    ("killed", "killed", "số bị diệt", _QUANTITY, _ONE, "", ""),
    ("wounded", "wounded", "số bị thương", _QUANTITY, _ONE, "", ""),
    ("captured", "captured", "số bị bắt", _QUANTITY, _ONE, "", ""),
    (
        "put_out_of_action",
        "put out of action",
        "số bị loại khỏi vòng chiến đấu",
        _QUANTITY,
        _ONE,
        "",
        "",
    ),
    ("seized", "seized", "thu được", _QUANTITY, _MANY, "", ""),
    ("destroyed", "destroyed", "phá hủy", _QUANTITY, _MANY, "", ""),
    ("area", "area", "diện tích", _QUANTITY, _ONE, "", ""),
    ("population", "population", "dân số", _QUANTITY, _ONE, "", ""),
    ("part_of", "part of", "thuộc về", _SUBJECT, _MANY, "has part", "gồm có"),
    ("subordinate_to", "subordinate to", "trực thuộc", _SUBJECT, _MANY, "commands", "quản lý"),
    (
        "temporarily_merged_with",
        "temporarily merged with",
        "tạm hợp nhất với",
        _SUBJECT,
        _MANY,
        "temporarily merged with",
        "tạm hợp nhất với",
    ),
    ("decided_by", "decided by", "do ai quyết định", _SUBJECT, _MANY, "decided", "quyết định"),
    ("approved_on", "approved on", "được thông qua ngày", _DATE, _ONE, "", ""),
    ("objective", "objective", "mục đích", _TEXT, _MANY, "", ""),
    ("result", "result", "kết quả", _TEXT, _MANY, "", ""),
    ("author", "author", "tác giả", _SUBJECT, _MANY, "author of", "là tác giả của"),
    ("addressee", "addressee", "người nhận", _SUBJECT, _MANY, "addressee of", "là người nhận của"),
    (
        "deputy_political_chief",
        "deputy head of the political department",
        "phó chủ nhiệm chính trị",
        _SUBJECT,
        _ONE,
        "deputy political head of",
        "là phó chủ nhiệm chính trị của",
    ),
    (
        "logistics_chief",
        "head of logistics",
        "chủ nhiệm hậu cần",
        _SUBJECT,
        _ONE,
        "head of logistics of",
        "là chủ nhiệm hậu cần của",
    ),
    ("secretary", "secretary", "bí thư", _SUBJECT, _ONE, "secretary of", "là bí thư của"),
    ("equipment", "equipment", "trang bị", _QUANTITY, _MANY, "", ""),
)

BUILT_IN: tuple[Property, ...] = tuple(
    Property(
        id="",
        key=key,
        label_en=english,
        label_vi=vietnamese,
        value_type=value_type,
        cardinality=cardinality,
        inverse_en=inverse_en,
        inverse_vi=inverse_vi,
        built_in=True,
        position=position,
    )
    for position, (
        key,
        english,
        vietnamese,
        value_type,
        cardinality,
        inverse_en,
        inverse_vi,
    ) in enumerate(_LINES)
)
