"""The machine at work on a question's comments: runs, what they keep, new comments that join."""
