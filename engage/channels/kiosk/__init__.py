"""Answering at a shared screen that keeps nothing of the person before."""
