"""Engage: consultations, themes and decisions that a resident can follow."""

__version__ = "0.1.0"
