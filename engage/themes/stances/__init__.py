"""The sides that comments take in a theme."""
