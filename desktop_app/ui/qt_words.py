"""Qt's own words in the interface's language: its buttons, field menus and file dialog.

Qt ships no Vietnamese. The texts are those of Qt's sources, with its access keys.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTranslator

from desktop_app.i18n import mark, tr_marked

WORDS = frozenset(
    {
        mark("OK"),
        mark("&OK"),
        mark("Save"),
        mark("&Save"),
        mark("Open"),
        mark("&Open"),
        mark("Cancel"),
        mark("&Cancel"),
        mark("Close"),
        mark("&Close"),
        mark("Apply"),
        mark("Reset"),
        mark("Help"),
        mark("Discard"),
        mark("&Yes"),
        mark("&No"),
        mark("Abort"),
        mark("Retry"),
        mark("Ignore"),
        mark("Restore Defaults"),
        mark("&Undo"),
        mark("&Redo"),
        mark("Cu&t"),
        mark("&Copy"),
        mark("&Paste"),
        mark("Delete"),
        mark("Select All"),
        mark("Copy &Link Location"),
        mark("&Step up"),
        mark("Step &down"),
        mark("Look in:"),
        mark("File &name:"),
        mark("Files of type:"),
        mark("Directory:"),
        mark("Save As"),
        mark("&Choose"),
        mark("Back"),
        mark("Forward"),
        mark("Parent Directory"),
        mark("Create New Folder"),
        mark("List View"),
        mark("Detail View"),
        mark("Computer"),
        mark("My Computer"),
        mark("&New Folder"),
        mark("New Folder"),
        mark("&Delete"),
        mark("&Rename"),
        mark("Show &hidden files"),
        mark("Name"),
        mark("Size"),
        mark("Type"),
        mark("Date Modified"),
        mark("Print"),
        mark("&Print"),
        mark("Print Preview"),
        mark("Next page"),
        mark("Previous page"),
        mark("First page"),
        mark("Last page"),
        mark("Fit width"),
        mark("Fit page"),
        mark("Zoom in"),
        mark("Zoom out"),
        mark("Portrait"),
        mark("Landscape"),
        mark("Page Setup"),
        mark("Page setup"),
        mark("Show single page"),
        mark("Show facing pages"),
        mark("Show overview of all pages"),
    }
)


class QtWords(QTranslator):
    """Answers Qt's questions for its own words; what it does not know stays English."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin empty: the interface's language is asked at every word."""
        super().__init__(parent)

    def isEmpty(self) -> bool:
        return False

    def translate(
        self,
        context: str,
        text: str,
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str | None:
        del context, disambiguation, n
        # None, unlike "", lets Qt go on to the English text.
        return tr_marked(text) if text in WORDS else None
