"""The comments of each theme, out of a stream of all of them that is too long to be held."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


class Texts(Protocol):
    """Texts that can be gone through again and again, and counted."""

    def __iter__(self) -> Iterator[str]: ...

    def __len__(self) -> int: ...


@dataclass(frozen=True)
class _LargeTheme:
    """The comments of one theme, read anew each time they are gone through."""

    texts: Iterable[str]
    themes: Sequence[int]
    theme: int
    size: int

    def __iter__(self) -> Iterator[str]:
        pairs = zip(self.texts, self.themes, strict=True)
        return (text for text, theme in pairs if theme == self.theme)

    def __len__(self) -> int:
        return self.size


def each_theme(
    texts: Iterable[str], themes: Sequence[int], members: Mapping[int, Sequence[int]], held: int
) -> Iterator[tuple[int, Texts]]:
    """Each theme with its comments; of small themes as many are read at once as may be held."""
    waiting: dict[int, list[str]] = {}
    size = 0
    for theme, places in members.items():
        if len(places) > held:
            yield theme, _LargeTheme(texts, themes, theme, len(places))
            continue
        if size + len(places) > held:
            yield from _filled(waiting, texts, themes)
            waiting, size = {}, 0
        waiting[theme] = []
        size += len(places)
    if waiting:
        yield from _filled(waiting, texts, themes)


def _filled(
    waiting: dict[int, list[str]], texts: Iterable[str], themes: Sequence[int]
) -> Iterable[tuple[int, Texts]]:
    for text, theme in zip(texts, themes, strict=True):
        if theme in waiting:
            waiting[theme].append(text)
    return waiting.items()
