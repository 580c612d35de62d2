"""What groups say of each theme, counted and weighted by what is known of the population."""
