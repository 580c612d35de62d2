"""What every domain shares and no request is needed for: database, clock, errors, ids, jobs."""
