"""The program with its window: starting, opening another catalogue, theme and language.

There is one window and one open catalogue at a time. A new language or catalogue makes a new
window; the session outlives the first kind of change.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import shiboken6
from PySide6.QtCore import (
    QEventLoop,
    QLocale,
    QMessageLogContext,
    QObject,
    Qt,
    QTimer,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from desktop_app import i18n
from desktop_app.errors import UserError
from desktop_app.services.opening import Opening, take_own
from desktop_app.services.preferences import PreferenceFile
from desktop_app.services.session import Session, create_catalogue, open_catalogue
from desktop_app.ui.backups_desk import look_at, restore_in_place
from desktop_app.ui.backups_waiting import back_up_before_closing, staying_open
from desktop_app.ui.crash_watch import CrashWatch, open_preferences, say_before_window
from desktop_app.ui.errors import log_qt_message, show_error
from desktop_app.ui.icons import application_icon
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.opening_desk import make_flow, open_first, watch_opening
from desktop_app.ui.qt_words import QtWords
from desktop_app.ui.signals import SignalListener
from desktop_app.ui.theme import apply_theme

_SPIN_MS = 20
#: How long a picture waits for jobs (the index) to end.
_PICTURE_MS = 10_000


def find_display_problem() -> str | None:
    """Return the sentence that says why no window can be shown, or None where one can.

    Asked before any QApplication is made: without a display Qt would abort the process.
    """
    error = _find_display_error()
    return error.message if error else None


def _find_display_error() -> UserError | None:
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return None
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return None
    return UserError(
        "no_display",
        "There is no display: neither DISPLAY nor WAYLAND_DISPLAY is set. Start Regesta in a "
        "desktop session, or use --screenshot and the commands of the command line.",
    )


def make_application(argv: Sequence[str] = ()) -> QApplication:
    """Return the application, made where there is none, with name, icon and Qt's words."""
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(["regesta", *argv])
    app.setApplicationName("regesta")
    app.setApplicationDisplayName("Regesta")
    app.setDesktopFileName("regesta")
    app.setWindowIcon(application_icon())
    if app.findChild(QtWords) is None:
        app.installTranslator(QtWords(app))
    QLocale.setDefault(QLocale(i18n.current_language()))
    return app


class Desk(QObject):
    """What is open: a session and its window, and how they change."""

    window_opened = Signal(object)  # MainWindow
    #: No window is open, and the user chose to open none.
    nothing_wanted = Signal()

    def __init__(
        self,
        app: QApplication,
        preferences: PreferenceFile,
        *,
        theme: str | None = None,
        copy_sample: Callable[[], Path] | None = None,
    ) -> None:
        """Begin with nothing open; `theme` holds for this run alone."""
        super().__init__(app)
        self._app = app
        self.preferences = preferences
        self._theme = theme
        self._copy_sample = copy_sample
        self.session: Session | None = None
        #: How the session was opened; None while a backup is only looked at.
        self.opening: Opening | None = None
        self.window: MainWindow | None = None
        self.flow = make_flow(self)
        self.flow.opened.connect(self._take)
        self.flow.given_up.connect(self._on_given_up)
        apply_theme(app, theme or preferences.chosen.theme)

    def open_path(self, path: Path) -> None:
        """Open a catalogue in place of the one that is open; raise UserError where it cannot be.

        Where it is not the file that this user left there, it opens after a question only.
        """
        if self.session is not None and path.absolute() == self.session.path.absolute():
            return
        self.flow.open(path, self.window)

    def create(self, path: Path) -> None:
        """Make a catalogue and open it in place of the one that is open."""
        self._take(take_own(create_catalogue(path)))

    def _take(self, opening: Opening) -> None:
        with staying_open():
            self.close(asks=True)
            if opening.snapshot is None:
                self.preferences.note_opened(opening.place)
            self.show_session(opening.session, opening)

    def show_session(self, session: Session, opening: Opening | None = None) -> None:
        """Show the window on `session`, where nothing is open."""
        self.session = session
        self.opening = opening
        if opening is None and not session.db.read_only:
            self.opening = take_own(session)
        self._show_window()

    def _drop_window(self) -> None:
        window, self.window = self.window, None
        if window is not None:
            discard_window(window)

    def _show_window(self) -> None:
        assert self.session is not None
        window = MainWindow(self.session, self.preferences)
        # Queued: the window may be gone when these are done, so nothing of it may be running.
        queued = Qt.ConnectionType.QueuedConnection
        window.files.new_wanted.connect(self._on_new, queued)
        window.files.open_wanted.connect(self.open_or_refuse, queued)
        window.sample_wanted.connect(self._on_sample, queued)
        window.language_wanted.connect(self.use_language, queued)
        window.closed.connect(self._on_closed, queued)
        window.dialogs.replace_wanted.connect(self._on_replace, queued)
        window.dialogs.look_wanted.connect(self._on_look, queued)
        window.dialogs.open_wanted.connect(self.open_or_refuse, queued)
        window.theme_wanted.connect(self.use_theme)
        window.actions_by_id["open_sample"].setVisible(self._copy_sample is not None)
        self.window = window
        window.show()
        watch_opening(self, window)
        window.drafts.offer()
        self.window_opened.emit(window)

    def save_typed(self) -> None:
        """Keep what is being typed in the window and not saved yet."""
        if self.window is not None:
            self.window.workspace.drafts.flush()

    def end(self) -> None:
        """End the program at the system's wish: no form asks, and each keeps its draft."""
        try:
            if self.window is not None:
                self.window.workspace.drafts.end()
        finally:
            self._app.quit()
        if self.window is not None and self.window.isVisible():
            # Some window refused to close: work goes on, and forms ask again.
            self.window.workspace.drafts.is_ending = False

    def _on_new(self, path: Path) -> None:
        self._guard(self.create, path)

    def open_or_refuse(self, path: Path) -> None:
        """Open a catalogue, or show why not and what can be done."""
        try:
            self.open_path(path)
        except UserError as error:
            self.flow.refuse(path, error, self.window)

    def _on_given_up(self) -> None:
        if self.window is None:
            self.nothing_wanted.emit()

    def _on_replace(self, backup: Path) -> None:
        restore_in_place(self, backup)

    def _on_look(self, backup: Path) -> None:
        self._guard(lambda path: look_at(self, path), backup)

    def _on_sample(self) -> None:
        if self._copy_sample is not None:
            self._guard(self.open_path, self._copy_sample())

    def _guard(self, run: Callable[[Path], None], path: Path) -> None:
        try:
            run(path)
        except UserError as error:
            show_error(self.window, error)

    def use_theme(self, name: str) -> None:
        """Wear theme `name` now and from now on."""
        self.preferences.put(theme=name)
        apply_theme(self._app, name)

    def use_language(self, name: str) -> None:
        """Speak language `name` now and from now on, in a new window on the same place."""
        if name == i18n.current_language():
            return
        self.preferences.put(language=name)
        i18n.set_language(name)
        QLocale.setDefault(QLocale(name))
        if self.window is None:
            return
        selected = self.window.workspace.selection
        document, caret = self.window.reader.document(), self.window.reader.view.caret()
        view = self.window.lists.shown_page().view.id
        self._drop_window()
        self._show_window()
        if selected:
            self.window.show_record(selected)
        if document:
            self.window.workspace.show_passage(document, caret, caret)
        self.window.lists.show_view(view)

    def _on_closed(self) -> None:
        if self.window is not None and not self.window.isVisible():
            self.close(asks=True)
            self._app.quit()

    def close(self, *, asks: bool = False) -> None:
        """Back up what was changed, close window and catalogue; `asks` where a backup failed."""
        self._drop_window()
        try:
            if self.session is not None:
                back_up_before_closing(self.session, self.preferences, asks=asks)
        finally:
            self.put_away()

    def put_away(self) -> None:
        """Close window and catalogue at once."""
        self._drop_window()
        opening, self.opening = self.opening, None
        if opening is not None:
            opening.close()
        elif self.session is not None:
            self.session.close()
        self.session = None


def discard_window(window: MainWindow) -> None:
    """Close `window` and destroy it at once: none of its timers may read a closed catalogue."""
    window.close()
    shiboken6.delete(window)


def run(
    path: Path,
    *,
    theme: str | None = None,
    language: str | None = None,
    copy_sample: Callable[[], Path] | None = None,
    greeting: str = "",
) -> int:
    """Show the window on the catalogue at `path` until it is closed; return the exit status.

    `theme` and `language` hold for this run in place of the chosen ones. `greeting`, a marked
    text, is shown in the status bar at first.
    Raises UserError where there is no display or the catalogue cannot be opened.
    """
    preferences = open_preferences()
    if language:
        i18n.set_language(language)
    elif preferences.chosen.language and not os.environ.get("REGESTA_LANGUAGE"):
        i18n.set_language(preferences.chosen.language)
    error = _find_display_error()
    if error is not None:
        raise error
    logging.basicConfig(level=logging.WARNING)
    app = make_application()
    # A dialog before the window is not the last window: `Desk` ends the program.
    app.setQuitOnLastWindowClosed(False)
    watch = CrashWatch(app)
    try:
        desk = Desk(app, preferences, theme=theme, copy_sample=copy_sample)
        desk.window_opened.connect(watch.follow)
        desk.nothing_wanted.connect(lambda: app.exit(1))
        watch.keep_before_report(desk.save_typed)
        watch.hooks.closing_wanted.connect(desk.end, Qt.ConnectionType.QueuedConnection)
        open_first(desk, path)
    except Exception as refused:
        say_before_window(refused)
        watch.close()
        raise
    if greeting and desk.window is not None:
        desk.window.tell(i18n.tr_marked(greeting))
    listener = SignalListener(desk)
    listener.ended.connect(desk.end)
    try:
        return app.exec()
    finally:
        listener.close()
        desk.flow.close()
        desk.close()
        watch.close()


def screenshot(
    path: Path,
    target: Path,
    *,
    width: int = 1400,
    height: int = 900,
    theme: str | None = None,
    select: str = "",
) -> None:
    """Draw the window on the catalogue at `path` into the picture `target`, without a display.

    `select` is the record the window is about. The user's settings are neither used nor changed.
    """
    if find_display_problem() is not None or not QApplication.instance():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = make_application()
    preferences = PreferenceFile(is_kept=False)
    apply_theme(app, theme or "light")
    session = open_catalogue(path)
    told_before = qInstallMessageHandler(_log_offscreen_message)
    try:
        window = MainWindow(session, preferences)
        window.resize(width, height)
        window.show()
        if select:
            window.show_record(select)
        wait_for_jobs(window)
        picture = window.grab().toImage()
        discard_window(window)
    finally:
        session.close()
        qInstallMessageHandler(told_before)
    _save(picture, target)


def _log_offscreen_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Log a message of Qt, but not what the offscreen platform says of every window."""
    if "This plugin does not support" not in message:
        log_qt_message(kind, context, message)


def wait_for_jobs(window: MainWindow) -> None:
    """Spin the event loop until no job runs and everything asked for is drawn."""
    loop = QEventLoop()
    waited = 0

    def look() -> None:
        nonlocal waited
        waited += _SPIN_MS
        is_idle = not window.workspace.bridge.runner.list_running() and not window.keeper.is_busy
        if (is_idle and waited >= 5 * _SPIN_MS) or waited >= _PICTURE_MS:
            loop.quit()

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(_SPIN_MS)
    loop.exec()
    timer.stop()


def _save(picture: QImage, target: Path) -> None:
    if not picture.save(str(target)):
        raise UserError(
            "not_written",
            "The picture could not be written to {path}. Check the folder and the name's ending.",
            path=str(target),
        )
