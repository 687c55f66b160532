"""What helps: the manual, the list of keys, and what this program is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QKeySequence,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextTable,
)
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QSplitter,
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
from desktop_app.ui.widgets.reader_find import TextFinder
from desktop_app.ui.widgets.reader_keys import describe_keys

MANUAL = RESOURCES / "manual"
#: The level of the headings that the contents list.
_SECTION = 2


def read_manual(language: str) -> str:
    """Return the manual in `language`, in English where there is none, as Markdown."""
    path = MANUAL / f"{language}.md"
    return (path if path.is_file() else MANUAL / "en.md").read_text("utf-8")


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
    """The manual in a window of its own, with its contents and a field to find words in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show the manual in the interface's language."""
        super().__init__(parent)
        self.setObjectName("manual_dialog")
        self.setWindowTitle(tr("Manual"))
        self.setModal(False)
        self.resize(980, 720)
        self.page = self._make_page()
        self.contents = QListWidget()
        self.contents.setObjectName("manual_contents")
        self.contents.setAccessibleName(tr("Contents"))
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.line = QLineEdit()
        self.line.setObjectName("manual_find")
        self.line.setAccessibleName(tr("Find in the manual"))
        self.line.setPlaceholderText(tr("Find in the manual"))
        self.line.setClearButtonEnabled(True)
        self._headings = list(_list_headings(self.page.document()))
        self.contents.addItems([block.text() for block in self._headings])
        self._finder = TextFinder(self.page.document().toPlainText())
        self.contents.currentRowChanged.connect(self.go_to_section)
        self.contents.itemClicked.connect(self._on_clicked)
        self.line.textEdited.connect(self._on_edited)
        _lay_out(self, self._make_body())
        self.page.setFocus()

    def _make_page(self) -> QTextBrowser:
        page = QTextBrowser()
        page.setObjectName("manual_page")
        page.setAccessibleName(tr("Manual"))
        page.setOpenLinks(False)
        page.setDocument(_Page(page))
        document = page.document()
        document.setDocumentMargin(18)
        feature = QTextDocument.MarkdownFeature
        dialect = feature.MarkdownDialectGitHub | feature.MarkdownNoHTML
        document.setMarkdown(read_manual(current_language()), dialect)
        _set_apart(document)
        return page

    def _make_body(self) -> QSplitter:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.line)
        column.addWidget(self.contents, 1)
        body = QSplitter(Qt.Orientation.Horizontal)
        body.addWidget(left)
        body.addWidget(self.page)
        body.setStretchFactor(1, 1)
        body.setChildrenCollapsible(False)
        body.setSizes([270, 710])
        return body

    def go_to_section(self, number: int) -> None:
        """Show the heading `number` of the contents at the top of the page."""
        if 0 <= number < len(self._headings):
            block = self._headings[number]
            layout = self.page.document().documentLayout()
            self.page.verticalScrollBar().setValue(int(layout.blockBoundingRect(block).top()))

    def find_words(self, words: str, *, step: int = 1) -> bool:
        """Mark the next place of `words`, for -1 the one before; return whether there is one.

        Case and tones do not matter; after the last place comes the first.
        """
        # Without characters beyond the BMP, code points and Qt's positions are the same.
        found = self._finder.find(words, tones=False)
        cursor = self.page.textCursor()
        start = cursor.selectionEnd() if step > 0 else cursor.selectionStart()
        if step < 0:
            chosen = next((one for one in reversed(found) if one[1] <= start), None)
        else:
            chosen = next((one for one in found if one[0] >= start), None)
        chosen = chosen or (found[min(step, 0)] if found else None)
        if chosen is not None:
            cursor.setPosition(chosen[0])
            cursor.setPosition(chosen[1], QTextCursor.MoveMode.KeepAnchor)
            self.page.setTextCursor(cursor)
        return chosen is not None

    def _on_edited(self, words: str) -> None:
        cursor = self.page.textCursor()
        cursor.setPosition(cursor.selectionStart())
        self.page.setTextCursor(cursor)
        self.find_words(words)

    def _on_clicked(self, _item: QListWidgetItem) -> None:
        # A second click on the same section, after scrolling away from it.
        self.go_to_section(self.contents.currentRow())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        backwards = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.matches(QKeySequence.StandardKey.Find):
            self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.line.selectAll()
        elif event.key() == Qt.Key.Key_F3 or (is_enter and self.line.hasFocus()):
            self.find_words(self.line.text(), step=-1 if backwards else 1)
        elif not is_enter:
            super().keyPressEvent(event)


def _list_headings(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        if block.blockFormat().headingLevel() == _SECTION:
            yield block
        block = block.next()


def _set_apart(document: QTextDocument) -> None:
    """Give headings and tables room, for which Markdown has no word."""
    for block in _list_headings(document):
        look = block.blockFormat()
        look.setTopMargin(22)
        QTextCursor(block).setBlockFormat(look)
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            table = frame.format()
            table.setCellPadding(4)
            table.setCellSpacing(0)
            table.setBorderCollapse(True)
            table.setTopMargin(6)
            table.setBottomMargin(8)
            frame.setFormat(table)


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
