"""The program is offline: no module of it imports, and no process of it loads, what connects."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

NETWORK = {
    "aiohttp",
    "asyncio",
    "ftplib",
    "http",
    "httpx",
    "imaplib",
    "multiprocessing.connection",
    "poplib",
    "PySide6.QtBluetooth",
    "PySide6.QtDBus",
    "PySide6.QtHttpServer",
    "PySide6.QtNetwork",
    "PySide6.QtNetworkAuth",
    "PySide6.QtQml",
    "PySide6.QtWebChannel",
    "PySide6.QtWebEngineCore",
    "PySide6.QtWebEngineWidgets",
    "PySide6.QtWebSockets",
    "requests",
    "smtplib",
    "socket",
    "socketserver",
    "ssl",
    "telnetlib",
    "urllib.request",
    "urllib3",
    "webbrowser",
    "xmlrpc",
}
#: Libraries that speak to the net; Qt's are not even loaded.
LIBRARIES = ("libQt6Network", "libQt6WebEngine", "libQt6Qml", "libcurl", "libssl")

LOADED = """
import sys
from desktop_app.ui import application, main_window, printing, window_dialogs
from desktop_app.ui.dialogs import import_dialog, manual, report
from desktop_app.services import backups, checking, importing, searching
from desktop_app.search import index
application.make_application()
print("".join(open("/proc/self/maps")))
"""


def list_imports(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_nothing_that_opens_a_connection_is_imported(modules):
    guilty = [
        f"{module.path}: {name}"
        for module in modules
        for name in sorted(list_imports(module.tree))
        if any(name == banned or name.startswith(f"{banned}.") for banned in NETWORK)
    ]
    assert guilty == []


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="the loader's list is Linux's")
def test_no_library_of_the_net_is_loaded(root):
    done = subprocess.run(
        [sys.executable, "-c", LOADED],
        cwd=root,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    loaded = {Path(line.split()[-1]).name for line in done.stdout.splitlines() if "/" in line}
    assert any(name.startswith("libQt6Widgets") for name in loaded)
    # Python's own modules may bring OpenSSL along unused; Qt's network must not even be there.
    found = sorted(name for name in loaded if name.startswith(LIBRARIES))
    assert [name for name in found if not name.startswith("libssl")] == []
