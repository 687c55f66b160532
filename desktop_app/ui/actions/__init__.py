"""The window's actions."""
