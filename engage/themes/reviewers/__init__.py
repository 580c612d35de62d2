"""Several reviewers at once: who is where, what each has read, who was quicker."""
