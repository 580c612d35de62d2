"""Codes of languages however they are written, and which words a reader gets."""

import pytest

from engage.engines.questionnaire.model import in_locale
from engage.kernel.languages import (
    EASY_READ,
    PUBLIC_LOCALES,
    Language,
    are_same_language,
    in_language,
    language,
    public_locale,
)


@pytest.mark.parametrize(
    ("code", "name", "direction"),
    [
        ("en", "English", "ltr"),
        ("zh_Hans", "中文", "ltr"),
        ("zh-Hans", "中文", "ltr"),
        ("pt-BR", "Português (Brasil)", "ltr"),
        ("pt_BR", "Português (Brasil)", "ltr"),
        ("ur", "اردو", "rtl"),
        ("ar-x-easy", "قراءة سهلة", "rtl"),
        ("it_x_easy", "Italiano · Easy Read", "ltr"),
        ("qqq", "qqq", "auto"),
        ("de-nonsense-1", "de-nonsense-1", "auto"),
    ],
)
def test_a_language_is_known_by_any_code(code: str, name: str, direction: str) -> None:
    assert language(code) == Language(code, name, direction)


def test_easy_read_has_a_name_in_each_language_of_the_public_pages() -> None:
    assert set(EASY_READ) == set(PUBLIC_LOCALES)
    assert len(set(EASY_READ.values())) == len(PUBLIC_LOCALES)


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ({"en": "a", "zh-Hans": "b"}, "zh_Hans", "zh-Hans"),
        ({"en": "a", "pt": "b"}, "pt_BR", "pt"),
        ({"en": "a", "pt-BR": "b"}, "pt", "pt-BR"),
        ({"en": "a", "es": "b"}, "pt", "en"),
        ({"es": "a", "en-x-easy": "b", "en": "c"}, "en", "en"),
        ({"es": "a", "en-x-easy": "b"}, "en", "es"),
        ({"en": "a", "en-x-easy": "b"}, "en-x-easy", "en-x-easy"),
        ({"en": "a", "es": "b"}, "es-x-easy", "es"),
        ({"es": "", "fr": "b"}, "es", "fr"),
    ],
)
def test_words_are_found_in_the_nearest_language(
    text: dict[str, str], wanted: str, found: str
) -> None:
    assert in_language(text, wanted) == (text[found], found)
    assert in_locale(text, wanted, ["en"]) == (text[found], found)


def test_no_words_are_in_the_language_that_was_asked_for() -> None:
    assert in_language({"en": ""}, "ar") == ("", "ar")
    assert in_locale({}, "ar", ["en"]) == ("", "ar")


def test_regions_and_variants_are_read_alike() -> None:
    assert are_same_language("pt-BR", "pt")
    assert are_same_language("en-x-easy", "en_GB")
    assert not are_same_language("es", "en")


@pytest.mark.parametrize(
    ("code", "locale"),
    [
        ("pt-BR", "pt"),
        ("zh-Hans", "zh_Hans"),
        ("zh_Hans-x-easy", "zh_Hans-x-easy"),
        ("en-x-easy", "en-x-easy"),
        ("it", ""),
        ("it-x-easy", ""),
    ],
)
def test_words_are_shown_on_the_pages_of_a_public_locale(code: str, locale: str) -> None:
    assert public_locale(code) == locale
