"""How well a theme came together again when its run was repeated on parts of the comments.

A theme fell apart in a repeat where no theme of it had half of the comments in common with it; the
point is that of Hennig (2007), and ``engines.clustering.stability`` measures.
"""

REPEATS = 10
OFTEN = 4
SHAKY = 0.6  # of the comments in common: for runs of before repeats were counted


def is_loose(stability: float | None, fell_apart: int | None) -> bool:
    """Whether it fell apart so often that it is to be read before anyone relies on it.

    ``stability`` is the mean share in common with the nearest theme of each repeat, None for a
    theme that a person made; ``fell_apart`` counts repeats, None where none were counted.
    """
    if fell_apart is not None:
        return fell_apart >= OFTEN
    return stability is not None and stability < SHAKY
