"""Campaigns: near-identical comments, counted as people and as one voice."""
