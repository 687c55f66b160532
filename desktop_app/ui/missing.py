"""Stands in for parts that are still being written."""
from __future__ import annotations
import importlib, importlib.util
from PySide6.QtWidgets import QWidget
from desktop_app.ui.widgets.empty_state import EmptyState

def make_part(module: str, name: str, workspace):
    if importlib.util.find_spec(module) is None:
        return EmptyState("document", name)
    return getattr(importlib.import_module(module), name)(workspace)
