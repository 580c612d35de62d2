"""Which languages comments are in, when nobody has said."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from engage.engines.clustering.sampling import Sampler

N_LOOKED_AT = 500
HANDFUL = 20
MAIN_SHARE = 0.9
LEAST_SHARE = 0.03
UNKNOWN = "und"


def base_language(code: str) -> str:
    """``pt`` of ``pt-BR`` and ``pt_BR``."""
    return code.replace("_", "-").split("-")[0].lower()


def detect_languages(texts: Iterable[str], expected: Sequence[str] | None, seed: int) -> list[str]:
    """A language code per text, out of the ``expected`` ones when given; reads the texts twice.

    Short texts mislead, so a vote over a seeded sample first settles which languages are spoken at
    all; where one of them has nearly all votes, every text is taken to be in it. A handful of
    texts is read as one.
    """
    identifier = _identifier(tuple(sorted(expected)) if expected else None)
    sampler = Sampler(N_LOOKED_AT, seed, copies=1)
    total = 0
    for text in texts:
        total += 1
        if text.strip():
            sampler.add(text, 0)
    heard = sampler.texts()
    if not heard:
        return [UNKNOWN] * total
    if len(heard) < HANDFUL:
        return [identifier.classify(" ".join(heard))[0]] * total
    votes = Counter(identifier.classify(text)[0] for text in heard)
    main, most = min(votes.items(), key=lambda vote: (-vote[1], vote[0]))
    if most >= MAIN_SHARE * len(heard):
        return [main] * total
    spoken = tuple(sorted(code for code, n in votes.items() if n >= LEAST_SHARE * len(heard)))
    identifier = _identifier(spoken or (main,))
    return [identifier.classify(text)[0] if text.strip() else main for text in texts]


@cache
def _identifier(languages: tuple[str, ...] | None) -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    known = [code for code in languages or () if code in identifier.labels]
    if known:
        identifier.set_languages(known)
    return identifier
