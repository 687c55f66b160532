"""Text is shown as it is: what could take it for markup is made in one factory, and nowhere else.

Qt guesses rich text in labels, tips and boxes, and then loads the pictures it names from the
disk; `&` becomes an access key in buttons and menus, `[*]` vanishes from titles. The factory is
`ui/widgets/labels.py`; the manual alone is shown as formatted text, and is our own.
"""

from __future__ import annotations

import ast

import pytest

FACTORY = "desktop_app/ui/widgets/labels.py"
MANUAL = "desktop_app/ui/dialogs/manual.py"
#: What shows rich text by itself, or guesses it.
RICH = {
    "QLabel", "QMessageBox", "QErrorMessage", "QInputDialog", "QProgressDialog", "QWhatsThis",
    "QSplashScreen", "QSystemTrayIcon", "QStaticText", "QGraphicsTextItem", "QTextEdit",
    "QTextBrowser", "QWizard", "QWizardPage", "QCommandLinkButton",
}  # fmt: skip
MARKUP = {
    "setHtml", "insertHtml", "appendHtml", "setMarkdown", "insertMarkdown", "fromHtml",
    "fromMarkdown", "setDefaultStyleSheet", "setTextFormat", "setOpenLinks",
    "setOpenExternalLinks", "setSource", "setSearchPaths", "addResource", "setWhatsThis",
    "setStatusTip", "setDetailedText", "setInformativeText", "setTabToolTip", "setTabWhatsThis",
}  # fmt: skip
#: Opening an address with the system's own programs, or running one.
OPENERS = {"openUrl", "startDetached", "QDesktopServices", "QProcess", "webbrowser"}
#: Their text may hold an access key; a value in it must be escaped.
KEYED = {
    "QPushButton", "QToolButton", "QCheckBox", "QRadioButton", "QGroupBox", "QAction", "QMenu",
    "QDockWidget", "addAction", "addMenu", "addTab", "insertTab", "setTabText", "setTitle",
}  # fmt: skip
ESCAPED = {"escape_keys"}
OWN_WORDS = {"tr", "tr_marked", "mark"}
#: Where the words come out of a table of the program's own.
TABLES = {
    "desktop_app/ui/dialogs/open_refused.py": "its buttons, from tr",
    "desktop_app/ui/opening_bar.py": "its buttons, from tr",
    "desktop_app/ui/widgets/form_fields.py": "the labels of check boxes, from tr",
}
#: Values that are no text of a catalogue.
NUMBERS = {"count", "number", "percent", "time"}


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)


def list_calls(modules) -> list[tuple[str, ast.Call, str]]:
    return [
        (module.path, node, name_of(node))
        for module in modules
        if module.path.startswith("desktop_app/ui/")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
    ]


@pytest.fixture(scope="module")
def calls(modules):
    return list_calls(modules)


def is_own(text: ast.expr) -> bool:
    """Tell whether a text is the program's own: a literal, or a translation without values."""
    if isinstance(text, ast.IfExp):
        return is_own(text.body) and is_own(text.orelse)
    if isinstance(text, ast.Call):
        return name_of(text) in OWN_WORDS and {one.arg for one in text.keywords} <= NUMBERS
    return isinstance(text, ast.Constant)


def is_safe(text: ast.expr, escaping: set[str]) -> bool:
    """Tell whether a text is the program's own or went through one of the functions `escaping`."""
    if is_own(text):
        return True
    is_call = isinstance(text, ast.Call)
    return is_call and (name_of(text) in escaping or doubles_ampersands(text))


def doubles_ampersands(call: ast.Call) -> bool:
    given = [one.value for one in call.args if isinstance(one, ast.Constant)]
    return name_of(call) == "replace" and given == ["&", "&&"]


def is_wordy(node: ast.expr) -> bool:
    """Tell whether an argument is a text as far as can be seen: no widget, icon or parent."""
    return (
        isinstance(node, ast.JoinedStr | ast.BinOp)
        or (
            isinstance(node, ast.Call)
            and name_of(node) in {*OWN_WORDS, *ESCAPED, "str", "format", "replace", "join", "word"}
        )
        or (isinstance(node, ast.Name) and ("word" in node.id or node.id in ("text", "title")))
    )


def places(found) -> list[str]:
    return [f"{path}:{call.lineno} {ast.unparse(call)[:70]}" for path, call, _ in found]


def test_what_guesses_markup_is_made_in_the_factory_alone(calls):
    made = [
        (path, call, name)
        for path, call, name in calls
        # A label made without words shows a picture; a text set later is seen in the window.
        if (name.split(".")[0] in RICH and not (name == "QLabel" and not call.args))
        or (isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) in RICH)
    ]
    outside = [one for one in made if one[0] not in (FACTORY, MANUAL)]
    assert places(outside) == []
    in_manual = {name for path, _, name in made if path == MANUAL}
    assert in_manual == {"QTextBrowser"}


def test_no_class_of_ours_is_a_label_that_guesses(modules):
    guilty = [
        f"{module.path}: {node.name}"
        for module in modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef)
        for base in node.bases
        if ast.unparse(base).rpartition(".")[2] in RICH
    ]
    assert guilty == []


def test_markup_is_written_in_the_manual_alone(calls):
    found = [one for one in calls if one[2] in MARKUP and one[0] != FACTORY]
    assert {(path, name) for path, _, name in found} == {
        (MANUAL, "setMarkdown"),
        (MANUAL, "setOpenLinks"),
    }


def test_nothing_is_opened_by_other_programs(modules):
    guilty = [
        f"{module.path}: {name}"
        for module in modules
        if module.path.startswith("desktop_app/ui/")
        for node in ast.walk(module.tree)
        for name in (getattr(node, "attr", ""), getattr(node, "id", ""))
        if name in OPENERS
    ]
    assert guilty == []


def test_tips_are_plain(calls):
    found = [
        (path, call, name)
        for path, call, name in calls
        if name == "setToolTip" and path != FACTORY and not is_safe(call.args[-1], {"plain_tip"})
    ]
    found += [
        (path, call, name)
        for path, call, name in calls
        if ast.unparse(call.func) == "QToolTip.showText"
        and not is_safe(call.args[1], {"plain_tip"})
    ]
    assert places(found) == []


def test_titles_are_plain(calls):
    found = [
        (path, call, name)
        for path, call, name in calls
        if name == "setWindowTitle" and path != FACTORY and not is_own(call.args[0])
    ]
    assert places(found) == []


def test_values_in_buttons_and_menus_are_escaped(modules):
    found = [
        f"{module.path}:{call.lineno} {ast.unparse(call)[:70]}"
        for module in modules
        if module.path.startswith("desktop_app/ui/") and module.path not in (FACTORY, *TABLES)
        for call in list_keyed(module.tree)
        if any(is_wordy(one) and not is_safe(one, ESCAPED) for one in call.args)
    ]
    assert found == []


def list_keyed(tree: ast.Module) -> list[ast.Call]:
    """Return the calls that give words to what has access keys, through functions of theirs too.

    A function or class that passes a parameter on is as good as what it passes it to.
    """
    found: list[ast.Call] = []
    names, seen = set(KEYED), set[str]()
    scopes = [
        (owner.name if node.name == "__init__" else node.name, node)
        for owner in ast.walk(tree)
        if isinstance(owner, ast.ClassDef | ast.Module)
        for node in owner.body
        if isinstance(node, ast.FunctionDef)
        and (isinstance(owner, ast.ClassDef) or node.name != "__init__")
    ]
    while names - seen:
        seen |= names
        found = []
        for name, function in scopes:
            parameters = {one.arg for one in (*function.args.args, *function.args.kwonlyargs)}
            for call in ast.walk(function):
                if not isinstance(call, ast.Call) or name_of(call) not in names:
                    continue
                passed = [
                    one for one in call.args if isinstance(one, ast.Name) and one.id in parameters
                ]
                if any(is_wordy(one) for one in passed):
                    names.add(name)
                else:
                    found.append(call)
    return found


def test_the_check_sees_what_it_forbids():
    def is_bad(line: str) -> bool:
        call = ast.parse(line, mode="eval").body
        assert isinstance(call, ast.Call)
        return any(is_wordy(one) and not is_safe(one, ESCAPED) for one in call.args)

    assert is_bad('menu.addAction(f"{name} — x")')
    assert is_bad("QPushButton(title)")
    assert is_bad('tabs.addTab(page, tr("About {name}", name=name))')
    assert not is_bad('menu.addAction(escape_keys(f"{name}"))')
    assert not is_bad('QPushButton(tr("&Save"))')
