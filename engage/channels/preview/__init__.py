"""Previews: a draft walked through as people will answer it, on every channel, storing nothing."""
