"""Quotes: word for word, whole words only, and whatever was left out is seen to be left out."""

import regex

from engage.kernel.errors import InvalidInput, message

CUT = "[…]"
_WORD = regex.compile(r"[\p{L}\p{N}\p{M}]")
# scripts that do not part words: there, any two letters may be parted
_UNPARTED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_SENTENCE_END = frozenset(".!?…؟。！？।۔:;\n")
_CLOSING = "\"'”’»)]」"


def checked_quote(comment: str, wanted: str) -> str:
    """The quote as people may read it: parts of the comment joined by ``[…]``.

    ``wanted`` is what somebody would like to quote; empty, it is all of the comment. Where it
    begins or ends within a sentence, the mark is put there too. Raises ``InvalidInput`` where a
    part does not stand in the comment as it was written, in whole words and in that order.
    """
    original = " ".join(comment.split())
    released = " ".join(wanted.split()) or original
    pieces = [piece.strip() for piece in released.split(CUT)]
    parts = [piece for piece in pieces if piece]
    spans: list[tuple[int, int]] = []
    for part in parts:
        start = _find(original, part, spans[-1][1] if spans else 0)
        if start < 0:
            raise _not_word_for_word()
        spans.append((start, start + len(part)))
    if not spans:
        raise _not_word_for_word()
    before, after = original[: spans[0][0]], original[spans[-1][1] :]
    is_cut_before = bool(_WORD.search(before)) and (not pieces[0] or not _ends(before))
    is_cut_after = bool(_WORD.search(after)) and (not pieces[-1] or not _ends(parts[-1]))
    shown = [*[CUT] * is_cut_before, parts[0]]
    for part in parts[1:]:
        shown += [CUT, part] if _WORD.match(part) else [f"{CUT}{part}"]
    return " ".join([*shown, *[CUT] * is_cut_after])


def _find(text: str, part: str, place: int) -> int:
    """Where a part stands as whole words, or -1: "like" is no quote from "dislike"."""
    start = text.find(part, place)
    while start >= 0:
        end = start + len(part)
        if not _is_within_word(text, start) and not _is_within_word(text, end):
            return start
        start = text.find(part, start + 1)
    return -1


def _is_within_word(text: str, place: int) -> bool:
    if not 0 < place < len(text):
        return False
    pair = text[place - 1], text[place]
    if not all(_WORD.match(letter) for letter in pair):
        return False
    return not any(_UNPARTED.match(letter) for letter in pair)


def _ends(text: str) -> bool:
    """Whether a sentence ends with this text."""
    return text.rstrip().rstrip(_CLOSING)[-1:] in _SENTENCE_END


def _not_word_for_word() -> InvalidInput:
    wrong = message(
        "themes",
        "A quote is word for word. Take words out and put %(cut)s in their place.",
        cut=CUT,
    )
    return InvalidInput(wrong, {"text": wrong})
