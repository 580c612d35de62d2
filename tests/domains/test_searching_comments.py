"""Searching passes over case, accents, Arabic letter variants and the order of words."""

import pytest
from flask import Flask

from engage.kernel.folding import fold, patterns, searchable
from engage.themes import CommentFilter, list_comments
from engage.themes.placed import ANY
from tests.factories import make_consultation, make_response, publish_sample_survey

Q = "q_change"
SAID = {
    "en": "Late Buses leave the café at Łódź Street.",
    "es": "El AUTOBÚS nocturno no llega a la estación.",
    "ar": "أريدُ مكتبةً في الحيّ الشرقى",
}


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("BUSES late", "en"),
        ("cafe lodz", "en"),
        ("autobus estacion", "es"),
        ("NOCTURNO autobús", "es"),
        ("مكتبه", "ar"),
        ("الشرقي اريد", "ar"),
        ("أُريد", "ar"),
    ],
)
def test_comments_are_found_however_they_are_typed(
    both_databases_app: Flask, words: str, language: str
) -> None:
    version = publish_sample_survey(make_consultation().id)
    for code, text in SAID.items():
        make_response(version, language=code, q_change=text)
    found = list_comments(version.consultation_id, Q, CommentFilter(standing=ANY, words=words))
    assert [comment.text for comment in found.comments] == [SAID[language]]
    narrowed = CommentFilter(standing=ANY, words=words, language="zz")
    assert list_comments(version.consultation_id, Q, narrowed).total == 0
    missing = CommentFilter(standing=ANY, words=f"{words} xylophone")
    assert list_comments(version.consultation_id, Q, missing).total == 0


def found(text: str, words: str) -> bool:
    """Whether a text is found by these words, as LIKE decides it."""
    return all(pattern.strip("%") in searchable(text) for pattern in patterns(words))


def test_letters_fold_alike() -> None:
    assert fold("ÉCOLE") == fold("ecole") == "ecole"
    assert fold("إلى") == fold("الي")
    assert fold("STRASSE") == fold("straße")
    assert found("हिंदी में लिखा", "हिंदी")
    assert not found("bus", "bush")
    assert found("Night-buses", "bus") and not found("Businesses: abbus", "us")
    assert found("abbus bus", "bus") and not found("abbus", "bus")
    assert found("公交车太挤", "车太") and found("والمكتبة", "مكتبه")
    assert found("l’autobús, e-mail", "L'autobus E-Mail") and not found("email", "e-mail")
    assert found("Night bus", "bus, night!")


@pytest.mark.parametrize("words", ["%", "_", "!?", "b%s", "b_s"])
def test_signs_are_not_wildcards(both_databases_app: Flask, words: str) -> None:
    version = publish_sample_survey(make_consultation().id)
    make_response(version, q_change="Late buses, 100 %!")
    chosen = CommentFilter(standing=ANY, words=words)
    assert list_comments(version.consultation_id, Q, chosen).total == 0


def test_what_is_found_comes_in_pages(both_databases_app: Flask) -> None:
    version = publish_sample_survey(make_consultation().id)
    for number in range(30):
        make_response(version, q_change=f"Números de autobús {number}")
    pages = [
        list_comments(
            version.consultation_id, Q, CommentFilter(standing=ANY, words="AUTOBUS", page=page)
        )
        for page in (1, 2, 3)
    ]
    assert [len(page.comments) for page in pages] == [25, 5, 5]
    assert pages[0].total == 30 and pages[2].page == 2
    assert not {c.id for c in pages[0].comments} & {c.id for c in pages[1].comments}
