"""The operations of the catalogue, one function each, one module a noun.

Importing this package registers every operation by its name.
"""

from desktop_app.services.commands import claims, excerpts, sources, subjects, trash

__all__ = ["claims", "excerpts", "sources", "subjects", "trash"]
