"""How well a theme held together in repeats is said in words, with a warning where it did not."""

from flask import Flask
from flask_babel import force_locale

from engage.engines.clustering import stability
from engage.themes.discovery.why_views import stability_sentence
from engage.themes.runs import repeats
from engage.themes.showing import stability_note


def test_repeats_are_counted_in_words(app: Flask) -> None:
    assert repeats.REPEATS == stability.REPEATS
    with app.test_request_context():
        assert stability_note(0.55, 4) == "loose: fell apart in 4 of 10 repeats"
        assert stability_note(0.55, 3) == "held together in 7 of 10 repeats"
        assert stability_note(0.5, None) == "loose: 50% the same in repeats"
        assert stability_note(0.7, None) == "70% the same in repeats"
        assert stability_note(None, None) == "made by a person"
        loose, firm = stability_sentence(0.55, 4), stability_sentence(0.8, 0)
        before = stability_sentence(0.5, None)
    assert "fell apart in 4 of them" in loose and "55%" in loose and "read it before" in loose
    assert "held together in each" in firm and "80%" in firm and "read it before" not in firm
    assert "fell apart" not in before and "read it before" in before


def test_repeats_are_counted_in_the_languages_of_staff(app: Flask) -> None:
    said = {"es": "se deshizo en 4 de 10", "fr": "dans 4 répétitions sur 10", "ar": "4 من 10"}
    with app.test_request_context():
        for code, words in said.items():
            with force_locale(code):
                assert words in stability_note(0.5, 4)
