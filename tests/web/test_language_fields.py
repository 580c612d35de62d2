"""Texts in several languages are asked for in those that a consultation has."""

from collections.abc import Callable

from flask.testing import FlaskClient

from engage.kernel.languages import PUBLIC_LOCALES
from engage.resources import static_folder
from tests.factories import make_consultation

SignIn = Callable[[str], FlaskClient]


def test_a_new_consultation_begins_with_the_languages_of_the_last(sign_in: SignIn) -> None:
    client = sign_in("engagement_lead")
    page = client.get("/staff/consultations/new").text
    assert 'value="en" autocomplete="off" checked' in page
    assert 'value="ar" autocomplete="off" checked' not in page
    make_consultation(languages=["en", "ar"])
    page = client.get("/staff/consultations/new").text
    assert 'value="ar" autocomplete="off" checked' in page
    assert 'value="es" autocomplete="off" checked' not in page


def test_fields_of_every_language_are_hidden_by_what_is_ticked() -> None:
    styles = (static_folder() / "css" / "by_language.css").read_text(encoding="utf-8")
    for code in PUBLIC_LOCALES:
        assert f'[value="{code}"]:checked)) [data-language="{code}"]' in styles
