"""The codebook of a question: what each theme means, its versions, its files."""
