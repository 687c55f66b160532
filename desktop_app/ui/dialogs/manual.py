"""What helps: the manual, the list of keys, and what this program is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QMessageBox,
    QTextBrowser,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app import __version__
from desktop_app.i18n import current_language, tr
from desktop_app.paths import RESOURCES
from desktop_app.ui.actions.registry import list_shortcuts, list_specs
from desktop_app.ui.icons import application_icon
from desktop_app.ui.widgets.labels import message_box
from desktop_app.ui.widgets.reader_keys import describe_keys

MANUAL = RESOURCES / "manual"


def read_manual(language: str) -> str:
    """Return the manual in `language`, in English where there is none, as Markdown."""
    for name in (language, "en"):
        pages = sorted((MANUAL / name).glob("*.md"))
        if pages:
            return "\n\n".join(page.read_text("utf-8") for page in pages)
    return ""


class _Page(QTextDocument):
    """A document that loads nothing but pictures of the program's own resources."""

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        # Returning nothing would make Qt open the path itself; an empty picture does not.
        wanted = name.toString() if isinstance(name, QUrl) else name
        path = Path(MANUAL, wanted).resolve()
        if path.is_relative_to(RESOURCES) and path.suffix == ".png" and path.is_file():
            return QImage(str(path))
        return QImage(1, 1, QImage.Format.Format_Mono)


class ManualDialog(QDialog):
    """The manual in a window of its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show the manual in the interface's language."""
        super().__init__(parent)
        self.setObjectName("manual_dialog")
        self.setWindowTitle(tr("Manual"))
        self.setModal(False)
        self.resize(760, 680)
        self.page = QTextBrowser()
        self.page.setObjectName("manual_page")
        self.page.setAccessibleName(tr("Manual"))
        self.page.setOpenLinks(False)
        self.page.anchorClicked.connect(self._on_link)
        self.page.setDocument(_Page(self.page))
        self.page.document().setDocumentMargin(18)
        self.page.setMarkdown(read_manual(current_language()))
        _lay_out(self, self.page)

    def _on_link(self, url: QUrl) -> None:
        # Only jumps within the page: nothing outside is opened.
        if url.hasFragment():
            self.page.scrollToAnchor(url.fragment())


class ShortcutsDialog(QDialog):
    """Every key, by menu; those of the reader last."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """List the keys."""
        super().__init__(parent)
        self.setObjectName("shortcuts_dialog")
        self.setWindowTitle(tr("Keyboard shortcuts"))
        self.setModal(False)
        self.resize(560, 620)
        self.tree = QTreeWidget()
        self.tree.setObjectName("shortcuts_tree")
        self.tree.setAccessibleName(tr("Keyboard shortcuts"))
        self.tree.setHeaderLabels([tr("Action"), tr("Keys")])
        self.tree.setUniformRowHeights(True)
        groups: dict[str, QTreeWidgetItem] = {}
        reader = [(tr("In the text"), words, keys) for keys, words in describe_keys()]
        for menu, words, keys in [*list_shortcuts(list_specs()), *reader]:
            if menu not in groups:
                groups[menu] = QTreeWidgetItem([menu])
                self.tree.addTopLevelItem(groups[menu])
            groups[menu].addChild(QTreeWidgetItem([words, keys]))
        self.tree.expandAll()
        self.tree.resizeColumnToContents(0)
        _lay_out(self, self.tree)


def _lay_out(dialog: QDialog, body: QWidget) -> None:
    buttons = QDialogButtonBox()
    buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
    buttons.rejected.connect(dialog.reject)
    column = QVBoxLayout(dialog)
    column.addWidget(body, 1)
    column.addWidget(buttons)


def about_box(parent: QWidget) -> QMessageBox:
    """Return the box that says what this program is."""
    said = tr("Regesta {version}", version=__version__)
    detail = tr(
        "A catalogue for archivists and historians, in which every claim leads back to the words "
        "it rests on. It works offline and opens no network connection."
    )
    box = message_box(parent, tr("About Regesta"), said, detail)
    box.setIconPixmap(application_icon().pixmap(64, 64))
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return box
