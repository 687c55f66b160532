"""What can be done with a claim from its card, by which key, and in which words."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Qt

from desktop_app.i18n import tr


class CardAction(StrEnum):
    """What can be done with a claim from its card."""

    ADD_EVIDENCE = "add_evidence"
    COPY = "copy"
    EDIT = "edit"
    PREFER = "prefer"
    DEPRECATE = "deprecate"
    MAKE_NORMAL = "make_normal"
    DELETE = "delete"
    SHOW_HISTORY = "show_history"


#: What a key does on a card that has the focus.
CARD_KEYS = {
    Qt.Key.Key_A: CardAction.ADD_EVIDENCE,
    Qt.Key.Key_C: CardAction.COPY,
    Qt.Key.Key_E: CardAction.EDIT,
    Qt.Key.Key_F2: CardAction.EDIT,
    Qt.Key.Key_P: CardAction.PREFER,
    Qt.Key.Key_D: CardAction.DEPRECATE,
    Qt.Key.Key_N: CardAction.MAKE_NORMAL,
    Qt.Key.Key_H: CardAction.SHOW_HISTORY,
    Qt.Key.Key_Delete: CardAction.DELETE,
}


def label_action(action: CardAction) -> str:
    """Return the words of an action in a card's menu, with its key."""
    return {
        CardAction.ADD_EVIDENCE: tr("Add evidence…\tA"),
        CardAction.COPY: tr("Copy the citation\tC"),
        CardAction.EDIT: tr("Edit the claim…\tE"),
        CardAction.PREFER: tr("Prefer this value…\tP"),
        CardAction.DEPRECATE: tr("Deprecate this value…\tD"),
        CardAction.MAKE_NORMAL: tr("Make it an ordinary value again\tN"),
        CardAction.SHOW_HISTORY: tr("History of the claim\tH"),
        CardAction.DELETE: tr("Move the claim to the trash…\tDel"),
    }[action]
