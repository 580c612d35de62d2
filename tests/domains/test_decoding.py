"""Which encoding a table is in, guessed from few words."""

import io

import pytest

from engage.channels.imports.decoding import guess_encoding

WORDS = {
    "cp1252": ("Más árboles en la plaza", "Les bus sont toujours en retard là-bas, à l’école"),
    "cp1250": ("Więcej drzew na placu, mniej hałasu", "Proszę naprawić ścieżkę"),
    "cp1254": ("Parkta daha çok ağaç ve ışık olsun", "Otobüsler geç kalıyor, şikâyet ettim"),
    "cp1251": ("Більше дерев на площі", "Автобуси запізнюються щодня"),
    "cp1256": ("مزيد من الأشجار في الحي", "محلے میں بسیں ہر روز دیر سے آتی ہیں"),
}
CASES = [(page, words) for page, sentences in WORDS.items() for words in sentences]


@pytest.mark.parametrize(("page", "words"), CASES)
def test_a_short_file_in_a_code_page_is_read_as_it_was_written(page: str, words: str) -> None:
    written = f"id;comment\r\n1;{words}\r\n".encode(page, "ignore")
    assert written.decode(guess_encoding(io.BytesIO(written))) == written.decode(page)


UNICODE = {
    "utf-8": "utf-8",
    "utf-8-sig": "utf-8",
    "utf-16": "utf-16-le",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
}


@pytest.mark.parametrize("encoding", UNICODE)
def test_unicode_is_known_with_a_mark_and_without(encoding: str) -> None:
    written = "id;comment\r\n1;Más árboles, مزيد من الأشجار\r\n".encode(encoding)
    assert guess_encoding(io.BytesIO(written)) == UNICODE[encoding]
