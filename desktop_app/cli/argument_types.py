"""What words of the command line mean: text, numbers, seals, dates; each refuses what is none."""

from __future__ import annotations

import argparse
from datetime import date

from desktop_app.catalog.dates import parse_edtf
from desktop_app.citations.style_words import CSL, STYLES, is_style
from desktop_app.errors import UserError
from desktop_app.i18n import tr

#: The greatest number SQLite can count to.
GREATEST = (1 << 63) - 1


def read_word(text: str) -> str:
    """Return a word that is text; where the locale is not UTF-8 its bytes came undecoded."""
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8")
    except UnicodeError as error:
        raise argparse.ArgumentTypeError(tr("this is not UTF-8 text")) from error


def read_count(text: str) -> int:
    """Return a number from 0 upwards that SQLite can hold."""
    try:
        number = int(text)
    except ValueError:
        number = -1
    if not 0 <= number <= GREATEST:
        raise argparse.ArgumentTypeError(tr("this is not a whole number from 0 upwards"))
    return number


def read_seal(text: str) -> tuple[int, str]:
    """Return the change and the digits of a seal, given as they stand under a report."""
    change, separator, digits = text.partition(":")
    if not separator or not digits.strip():
        raise argparse.ArgumentTypeError(tr("a seal is given as CHANGE:SEAL"))
    return read_count(change), digits


def read_edtf(text: str) -> str:
    """Return a date in EDTF; refuse what is none."""
    try:
        return parse_edtf(text).edtf
    except UserError as error:
        raise argparse.ArgumentTypeError(error.message) from error


def read_day(text: str) -> str:
    """Return a day as ISO 8601 writes it; refuse what is none."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise argparse.ArgumentTypeError(tr("a day is given as YYYY-MM-DD")) from error


def read_style(text: str) -> str:
    """Return a citation style's key; of a CSL style's file its key."""
    key = text if is_style(text) or not text.endswith(".csl") else CSL + text
    if not is_style(key):
        styles = ", ".join(STYLES)
        raise argparse.ArgumentTypeError(
            tr("a style is one of {styles}, or a file that ends in .csl", styles=styles)
        )
    return key
