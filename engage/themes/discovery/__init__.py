"""What a reviewer looks into: why a theme is one, small voices, more like these, the picture."""
