"""Actions of the View menu: which list, which panels, what they look like."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop_app.i18n import current_language, mark
from desktop_app.ui.actions.registry import ActionSpec

if TYPE_CHECKING:
    from desktop_app.ui.main_window import MainWindow

_THEME = mark("Them&e")
_LANGUAGE = mark("L&anguage")


def _use_theme(name: str) -> Callable[[MainWindow], None]:
    def run(window: MainWindow) -> None:
        window.theme_wanted.emit(name)

    return run


def _has_theme(name: str) -> Callable[[MainWindow], bool]:
    def is_chosen(window: MainWindow) -> bool:
        return window.preferences.chosen.theme == name

    return is_chosen


def _use_language(name: str) -> Callable[[MainWindow], None]:
    def run(window: MainWindow) -> None:
        window.language_wanted.emit(name)

    return run


def _has_language(name: str) -> Callable[[MainWindow], bool]:
    def is_chosen(_window: MainWindow) -> bool:
        return current_language() == name

    return is_chosen


def _toggle_lists(window: MainWindow) -> None:
    window.lists.setVisible(window.lists.isHidden())


def _are_lists_shown(window: MainWindow) -> bool:
    return not window.lists.isHidden()


def _toggle_provenance(window: MainWindow) -> None:
    window.provenance.setVisible(window.provenance.isHidden())


def _is_provenance_shown(window: MainWindow) -> bool:
    return not window.provenance.isHidden()


def _next_panel(window: MainWindow) -> None:
    window.go_to_next_panel(1)


def _previous_panel(window: MainWindow) -> None:
    window.go_to_next_panel(-1)


def _show_reader(window: MainWindow) -> None:
    window.show_reader()


def _show_results(window: MainWindow) -> None:
    window.show_results()


def _zoom_in(window: MainWindow) -> None:
    window.step_zoom(1)


def _zoom_out(window: MainWindow) -> None:
    window.step_zoom(-1)


def _zoom_ordinary(window: MainWindow) -> None:
    window.step_zoom(0)


def _open_history(window: MainWindow) -> None:
    window.dialogs.open_history("")


SPECS = (
    ActionSpec(
        id="show_reader",
        text=mark("&Reader"),
        menu="view",
        group=1,
        keys=("Ctrl+9",),
        icon="document",
        run=_show_reader,
    ),
    ActionSpec(
        id="show_results",
        text=mark("Search resul&ts"),
        menu="view",
        group=1,
        keys=("Ctrl+Shift+R",),
        icon="search",
        run=_show_results,
    ),
    ActionSpec(
        id="show_history",
        text=mark("&History of the catalogue…"),
        menu="view",
        group=1,
        keys=("Ctrl+H",),
        icon="history",
        run=_open_history,
    ),
    ActionSpec(
        id="toggle_lists",
        text=mark("Show the li&sts"),
        menu="view",
        group=2,
        keys=("F7",),
        checked=_are_lists_shown,
        run=_toggle_lists,
    ),
    ActionSpec(
        id="toggle_provenance",
        text=mark("Show the &provenance"),
        menu="view",
        group=2,
        keys=("F8",),
        checked=_is_provenance_shown,
        run=_toggle_provenance,
    ),
    ActionSpec(
        id="next_panel",
        text=mark("&Next panel"),
        menu="view",
        group=2,
        keys=("F6",),
        run=_next_panel,
    ),
    ActionSpec(
        id="previous_panel",
        text=mark("Pre&vious panel"),
        menu="view",
        group=2,
        keys=("Shift+F6",),
        run=_previous_panel,
    ),
    ActionSpec(
        id="zoom_in",
        text=mark("Lar&ger text"),
        menu="view",
        group=3,
        keys=("Ctrl++", "Ctrl+="),
        icon="zoom-in",
        run=_zoom_in,
    ),
    ActionSpec(
        id="zoom_out",
        text=mark("S&maller text"),
        menu="view",
        group=3,
        keys=("Ctrl+-",),
        icon="zoom-out",
        run=_zoom_out,
    ),
    ActionSpec(
        id="zoom_ordinary",
        text=mark("&Ordinary text size"),
        menu="view",
        group=3,
        keys=("Ctrl+0",),
        run=_zoom_ordinary,
    ),
    ActionSpec(
        id="theme_system",
        text=mark("As the &system"),
        menu="view",
        group=4,
        submenu=_THEME,
        choice="theme",
        checked=_has_theme("system"),
        run=_use_theme("system"),
    ),
    ActionSpec(
        id="theme_light",
        text=mark("&Light"),
        menu="view",
        group=4,
        submenu=_THEME,
        choice="theme",
        checked=_has_theme("light"),
        run=_use_theme("light"),
    ),
    ActionSpec(
        id="theme_dark",
        text=mark("&Dark"),
        menu="view",
        group=4,
        submenu=_THEME,
        choice="theme",
        checked=_has_theme("dark"),
        run=_use_theme("dark"),
    ),
    ActionSpec(
        id="language_en",
        text=mark("&English"),
        menu="view",
        group=4,
        submenu=_LANGUAGE,
        choice="language",
        checked=_has_language("en"),
        run=_use_language("en"),
    ),
    ActionSpec(
        id="language_vi",
        text=mark("&Tiếng Việt"),
        menu="view",
        group=4,
        submenu=_LANGUAGE,
        choice="language",
        checked=_has_language("vi"),
        run=_use_language("vi"),
    ),
)
