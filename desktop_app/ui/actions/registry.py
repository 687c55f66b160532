"""Every action of the window, declared once: id, words, keys, menu, icon, when, and what it does.

Menus, the list of shortcuts, tests and the manual use the ids. A module of this package for
each menu declares its actions; `ActionSet` makes them real for one window.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from desktop_app.errors import UserError
from desktop_app.i18n import mark, tr, tr_marked
from desktop_app.ui.actions.access_keys import share_out_access_keys
from desktop_app.ui.icons import make_icon

if TYPE_CHECKING:
    from desktop_app.ui.main_window import MainWindow

#: The menus in their order, by id.
MENUS = {
    "file": mark("&File"),
    "edit": mark("&Edit"),
    "record": mark("&Record"),
    "view": mark("&View"),
    "help": mark("&Help"),
}

Handler = Callable[["MainWindow"], object]
Predicate = Callable[["MainWindow"], bool]


def always(_window: MainWindow) -> bool:
    """Say that an action can be used at any time."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionSpec:
    """One action. `text` is marked for translation; `&` before its access key.

    `keys` are in Qt's portable form. `group` names the separated part of the menu; `checked`
    makes the action a check mark, exclusive within `choice`. `label` gives words that change;
    an action that `asks` first bears an ellipsis after its words.
    """

    id: str
    text: str
    menu: str
    group: int
    run: Handler
    keys: tuple[str, ...] = ()
    icon: str = ""
    enabled: Predicate = always
    checked: Predicate | None = None
    choice: str = ""
    label: Callable[[MainWindow], str] | None = None
    submenu: str = ""
    asks: bool = False


def list_specs() -> tuple[ActionSpec, ...]:
    """Return every action of the window, in the order of the menus."""
    from desktop_app.ui.actions import (
        claims,
        edit,
        excerpt,
        export,
        file,
        help,
        lists,
        record,
        reports,
        search,
        view,
    )

    editing = (*edit.SPECS, *search.SPECS, *record.SPECS, *excerpt.SPECS, *claims.SPECS)
    shown = (*lists.SPECS, *view.SPECS)
    return (*file.SPECS, *reports.SPECS, *export.SPECS, *editing, *shown, *help.SPECS)


class ActionSet(QObject):
    """The actions of one window."""

    #: A UserError that an action raised.
    refused = Signal(object)

    def __init__(self, window: MainWindow, specs: Iterable[ActionSpec]) -> None:
        """Make the actions of `specs` for `window`, each under its id."""
        super().__init__(window)
        self._window = window
        self._groups: dict[str, QActionGroup] = {}
        self.specs = {spec.id: spec for spec in specs}
        self.actions = {spec.id: self._make(spec) for spec in self.specs.values()}

    def __getitem__(self, action_id: str) -> QAction:
        """Return the action called `action_id`."""
        return self.actions[action_id]

    def _make(self, spec: ActionSpec) -> QAction:
        action = QAction(tr_marked(spec.text), self._window)
        if spec.asks:
            action.setText(f"{action.text()}…")
        action.setObjectName(spec.id)
        if spec.icon:
            action.setIcon(make_icon(spec.icon, self._window.palette()))
        action.setShortcuts([QKeySequence(keys) for keys in spec.keys])
        if spec.checked is not None:
            action.setCheckable(True)
        if spec.choice:
            group = self._groups.setdefault(spec.choice, QActionGroup(self))
            group.addAction(action)
        action.triggered.connect(self._on_triggered)
        self._window.addAction(action)
        return action

    def _on_triggered(self) -> None:
        sender = self.sender()
        if isinstance(sender, QAction):
            self.trigger(sender.objectName())

    def trigger(self, action_id: str) -> None:
        """Do what the action does; a refusal is announced, not raised."""
        try:
            self.specs[action_id].run(self._window)
        except UserError as error:
            self.refused.emit(error)
        self.refresh()

    def refresh(self) -> None:
        """Bring words, check marks and what can be used up to date."""
        for spec in self.specs.values():
            action = self.actions[spec.id]
            action.setEnabled(spec.enabled(self._window))
            if spec.checked is not None:
                action.setChecked(spec.checked(self._window))
            if spec.label is not None:
                action.setText(spec.label(self._window))

    def redraw_icons(self) -> None:
        """Draw the icons in the colours of the window's palette."""
        for spec in self.specs.values():
            if spec.icon:
                self.actions[spec.id].setIcon(make_icon(spec.icon, self._window.palette()))

    def fill_menus(self, bar: QMenuBar) -> dict[str, QMenu]:
        """Put the actions into the menus of `bar`; return menus and submenus by id."""
        menus: dict[str, QMenu] = {}
        last: dict[str, int] = {}
        for name, text in MENUS.items():
            menus[name] = bar.addMenu(tr_marked(text))
            menus[name].setObjectName(f"menu_{name}")
            menus[name].aboutToShow.connect(self.refresh)
        # Several modules may add to one group of a menu.
        for spec in sorted(self.specs.values(), key=lambda spec: spec.group):
            menu = menus[spec.menu]
            if last.setdefault(spec.menu, spec.group) != spec.group:
                menu.addSeparator()
            last[spec.menu] = spec.group
            if spec.submenu:
                menu = self._submenu(menus, menu, spec)
            menu.addAction(self.actions[spec.id])
        return menus

    def _submenu(self, menus: dict[str, QMenu], parent: QMenu, spec: ActionSpec) -> QMenu:
        key = f"{spec.menu}/{spec.submenu}"
        if key not in menus:
            menus[key] = parent.addMenu(tr_marked(spec.submenu))
        return menus[key]


def share_out_keys(menus: Iterable[QMenu]) -> None:
    """Give the entries of each menu access keys of their own, once all are in it."""
    for menu in menus:
        entries = [entry for entry in menu.actions() if not entry.isSeparator()]
        given = share_out_access_keys([entry.text() for entry in entries])
        for entry, text in zip(entries, given, strict=True):
            entry.setText(text)


def list_shortcuts(specs: Iterable[ActionSpec]) -> list[tuple[str, str, str]]:
    """Return (menu, words, keys) of every action that has keys, as the user reads them."""
    return [
        (
            plain_words(tr_marked(MENUS[spec.menu])),
            plain_words(tr_marked(spec.text)),
            tr(" or ").join(
                QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
                for keys in spec.keys
            ),
        )
        for spec in specs
        if spec.keys
    ]


def plain_words(text: str) -> str:
    """Return a menu's text without the mark of its access key and without an ellipsis."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…")
