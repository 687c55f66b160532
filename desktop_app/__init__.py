"""Regesta: desktop cataloguing in which every claim leads back to the words it rests on."""

__version__ = "0.1.0"
