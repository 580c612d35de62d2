"""Answering on the web, and the drafts that the kiosk shares."""
