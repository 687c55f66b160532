"""What Qt and venv need of a Linux system: found by the loader, installed by apt-get.

Part of the preparation of a fresh machine: only the standard library and `desktop_app.i18n`.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from desktop_app.i18n import tr

#: Shared libraries that Qt's window, display and font parts load, and Debian's package of each.
#: Debian 13 and Ubuntu 24.04 call some of them …t64; those packages provide the names used here.
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
#: Regesta starts without these; a printer needs the first, Vietnamese and Lao text the second.
WANTED_LIBRARIES = {"libcups.so.2": "libcups2"}
FONT_PACKAGE = "fonts-noto-core"
FONT_FILES = ("NotoSans-Regular.*", "NotoSans*.ttc", "DejaVuSans.ttf")
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")


APT_INSTALL = ("apt-get", "install", "-y", "-q", "--no-install-recommends")


class SetupError(Exception):
    """What stops the preparation, in a sentence for the person who started it."""


def prepare_system() -> None:
    """Install what Qt and venv need of a Debian or Ubuntu system, or raise with the line to run.

    Other systems bring it with Python and the desktop; what a Linux lacks is named.
    """
    if not sys.platform.startswith("linux"):
        return
    libraries = [name for name in LIBRARIES if not can_load(name)]
    ensurepip = importlib.util.find_spec("ensurepip") is not None
    if not shutil.which("apt-get"):
        require_on_other_linux(libraries, ensurepip=ensurepip)
        return
    needed = sorted({LIBRARIES[name] for name in libraries})
    if not ensurepip:
        needed.append(f"python3.{sys.version_info[1]}-venv")
    wanted = [WANTED_LIBRARIES[name] for name in WANTED_LIBRARIES if not can_load(name)]
    if not has_fonts():
        wanted.append(FONT_PACKAGE)
    if needed or wanted:
        install_system_packages(needed, wanted)


def can_load(library: str) -> bool:
    """Return whether the system's loader finds the shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_fonts() -> bool:
    """Return whether a font with Vietnamese and Lao letters is installed."""
    folders = [Path(folder).expanduser() for folder in FONT_FOLDERS]
    return any(
        next(folder.rglob(pattern), None)
        for folder in folders
        if folder.is_dir()
        for pattern in FONT_FILES
    )


def require_on_other_linux(libraries: list[str], *, ensurepip: bool) -> None:
    """Raise with the names of what a Linux without apt-get lacks."""
    missing = [*libraries, *([] if ensurepip else ["ensurepip (Python's venv)"])]
    if missing:
        raise SetupError(
            tr(
                "This system lacks what Qt or Python's venv loads: {missing}. Install it with"
                " the system's package manager, then start this command again.",
                missing=", ".join(missing),
            )
        )


def install_system_packages(needed: list[str], wanted: list[str]) -> None:
    """Install Debian packages where rights allow it; without rights only `needed` ones stop."""
    packages = [*needed, *wanted]
    rights = find_rights()
    line = " ".join(["sudo apt-get update && sudo", *APT_INSTALL, *packages])
    if rights is None and needed:
        raise SetupError(
            tr(
                "System packages are missing and this user may not install them."
                " Run this line, then start this command again:\n{line}",
                line=line,
            )
        )
    if rights is None:
        say(tr("Printers or fonts may be missing. This line adds them:\n{line}", line=line))
        return
    say(tr("Installing system packages: {packages}", packages=" ".join(packages)))
    run_apt(rights, packages, line)


def say(text: str) -> None:
    """Write a line for the person who waits."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def find_rights() -> list[str] | None:
    """Return what to put before apt-get to run it as root, None where that takes a password."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and run_quietly(["sudo", "-n", "true"], dict(os.environ))[0] == 0:
        return ["sudo", "-n"]
    return None


def run_apt(rights: list[str], packages: list[str], line: str) -> None:
    """Refresh the package lists and install; raise with the last words of apt-get."""
    wait = ["-o", "DPkg::Lock::Timeout=120"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run_quietly([*rights, "apt-get", "update", "-q", *wait], environment)
    code, output = run_quietly([*rights, *APT_INSTALL, *wait, *packages], environment)
    if code != 0:
        raise SetupError(
            tr(
                "apt-get could not install the system packages ({words})."
                " Run this line and see what it says:\n{line}",
                words=pick_last_words(output),
                line=line,
            )
        )


def run_quietly(command: list[str], environment: dict[str, str]) -> tuple[int, str]:
    """Run `command` without input; return its exit code and all it said."""
    done = subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return done.returncode, done.stdout


def pick_last_words(output: str) -> str:
    """Return the last line that names an error, or else the last line."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith(("error", "e:"))]
    return (errors or lines or ["?"])[-1]
