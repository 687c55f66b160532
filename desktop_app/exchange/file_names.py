"""Names for files that leave the catalogue: safe on every system, whatever the real name is.

Lower ASCII letters, digits, hyphens and one dot; what comes before the name is chosen by the
caller and makes it unlike every other, so that no reserved or equal name can come about.
"""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 60
_LONGEST_ENDING = 8
_NOT_SAFE = re.compile("[^a-z0-9]+")
#: Letters that decomposition leaves whole.
_SPELT = str.maketrans({"đ": "d", "ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})


def make_safe_name(prefix: str, name: str, ending: str = "") -> str:
    """Return `prefix`, what ASCII can say of the file name `name`, and the ending.

    The ending is that of `name` unless `ending` is given, without a dot. `prefix` must be safe.
    """
    body, dot, own = name.rpartition(".")
    is_ending = bool(dot and body) and re.fullmatch("[A-Za-z0-9]+", own) is not None
    if not is_ending or len(own) > _LONGEST_ENDING:
        body, own = name, ""
    said = _spell(body)[:_LONGEST].strip("-")
    last = ending or own.lower()
    return "-".join(filter(None, (prefix, said))) + (f".{last}" if last else "")


def _spell(text: str) -> str:
    """Return the letters and digits of `text` in lower ASCII, all else as single hyphens."""
    # Cut first: a name of a megabyte need not be decomposed whole.
    parts = unicodedata.normalize("NFKD", text[: 4 * _LONGEST].casefold().translate(_SPELT))
    bare = "".join(char for char in parts if not unicodedata.combining(char))
    return _NOT_SAFE.sub("-", bare).strip("-")
