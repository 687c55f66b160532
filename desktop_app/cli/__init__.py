"""The command line: a stable contract for scripts. No command but the window needs a display."""
