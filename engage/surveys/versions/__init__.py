"""The versions of a survey, two of them side by side."""
