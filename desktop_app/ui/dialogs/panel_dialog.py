"""A panel in a window of its own that may stay open beside the main one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from desktop_app.i18n import tr
from desktop_app.ui.widgets.labels import set_plain_title


class PanelDialog(QDialog):
    """Holds one panel; closing hides it."""

    def __init__(self, title: str, panel: QWidget, parent: QWidget) -> None:
        """Show `panel` under `title`."""
        super().__init__(parent)
        self.setObjectName(f"{panel.objectName()}_dialog")
        set_plain_title(self, title)
        self.setModal(False)
        self.resize(820, 520)
        self.panel = panel
        buttons = QDialogButtonBox()
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(panel, 1)
        column.addWidget(buttons)

    def bring_forward(self) -> None:
        """Show the dialog above the others, the focus in its panel."""
        self.show()
        self.raise_()
        self.activateWindow()
        self.panel.setFocus(Qt.FocusReason.OtherFocusReason)
