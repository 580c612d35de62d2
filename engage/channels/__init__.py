"""The ways to the one door, whatever a person prefers or can use."""
