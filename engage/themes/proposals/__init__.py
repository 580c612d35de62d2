"""A run over the codebook: what it would change, for people to accept or reject."""
