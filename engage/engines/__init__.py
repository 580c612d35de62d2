"""Pure computation: no Flask, no database, no clock, no files, nothing else of engage."""
