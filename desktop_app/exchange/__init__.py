"""Readers of foreign files, one format a module. They know no database."""
