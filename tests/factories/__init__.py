"""What tests are made of: one file per thing, with functions that make it valid by default."""
