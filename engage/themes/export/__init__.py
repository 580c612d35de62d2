"""Coded comments as files for other programs."""
