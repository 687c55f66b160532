"""The program is offline: no module of it imports anything that opens a connection."""

from __future__ import annotations

import ast

NETWORK = {
    "aiohttp",
    "ftplib",
    "http",
    "httpx",
    "imaplib",
    "poplib",
    "PySide6.QtNetwork",
    "PySide6.QtWebEngineCore",
    "PySide6.QtWebEngineWidgets",
    "PySide6.QtWebSockets",
    "requests",
    "smtplib",
    "socket",
    "socketserver",
    "ssl",
    "urllib.request",
    "urllib3",
    "xmlrpc",
}


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
