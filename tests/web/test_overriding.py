"""Nobody changes what another person decided without saying why; nobody is asked needlessly."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from engage.audit import list_entries
from engage.kernel.actors import SYSTEM, Actor
from engage.kernel.clock import now
from engage.themes import (
    CommentFilter,
    ThemeSummary,
    approve_theme,
    get_theme,
    list_comments,
    release_quote,
    rename_theme,
)
from engage.themes.codebook.editing import Definition, define_theme
from engage.themes.review.acting import last_act, undo
from engage.themes.review.acts import move_comments
from engage.themes.review.assigning import add_theme
from engage.themes.review.nesting import nest_theme
from engage.themes.review.overriding import NeedsReason
from engage.themes.review.splitting import split_theme
from engage.themes.reviewers.presence import claim_theme
from engage.themes.stances.acts import release_stance, set_stance
from engage.themes.translating import write_translation
from tests.factories import make_actor, make_consultation, publish_sample_survey
from tests.factories.themes import make_themes

Q = "q_change"
ASKED = "Somebody else decided this"


@dataclass(frozen=True)
class Case:
    """What one person decides, the form that would change it, and what the asking page says."""

    decide: Callable[[Actor, ThemeSummary, list[int]], Any]
    address: str
    form: Callable[[ThemeSummary, list[int]], dict[str, Any]]
    sentence: str
    act: str


@pytest.fixture
def themes(app: Flask) -> tuple[ThemeSummary, ...]:
    return make_themes(publish_sample_survey(make_consultation().id), each=16)


def _members(theme: ThemeSummary) -> list[int]:
    page = list_comments(theme.consultation_id, Q, CommentFilter(theme_id=theme.id))
    return [comment.id for comment in page.comments]


def _here(theme: ThemeSummary) -> tuple[int, str]:
    return theme.consultation_id, theme.question_code


def _define(actor: Actor, theme: ThemeSummary) -> None:
    words = Definition(theme.label, {"en": f"What {actor.name} wrote"}, {}, {}, ())
    define_theme(actor, theme.id, theme.version, words)


def _cases(second: int, third: int) -> tuple[Case, ...]:
    """The last one does away with the theme."""
    edited = "/staff/themes/{theme}/edit"
    return (
        Case(
            lambda who, theme, own: move_comments(who, own[:2], theme.id, _here(theme)),
            "/staff/consultations/{consultation}/themes/move",
            lambda _theme, own: {"question": Q, "comment": own[:2], "theme": third},
            "placed 2 of these comments where they stand.",
            "theme.move",
        ),
        Case(
            lambda who, theme, own: add_theme(who, second, own[:1], _here(theme)),
            "/staff/consultations/{consultation}/themes/move",
            lambda _theme, own: {
                "question": Q,
                "comment": own[:1],
                "theme": "none",
                "source": second,
            },
            "placed 1 of these comments where it stands.",
            "theme.no_theme",
        ),
        Case(
            lambda who, theme, own: set_stance(who, theme.id, own[:2], "for"),
            "/staff/themes/{theme}/stance",
            lambda _theme, own: {"comment": own[:2], "stance": "against"},
            "set the side of 2 comments.",
            "theme.set_stance",
        ),
        Case(
            lambda who, theme, _own: rename_theme(
                who, theme.id, theme.version, {"en": "Dear rents"}, {}
            ),
            edited,
            lambda theme, _own: {"version": theme.version, "label_en": "High rents"},
            "named the theme.",
            "theme.rename",
        ),
        Case(
            lambda who, theme, _own: _define(who, theme),
            edited,
            lambda theme, _own: {"version": theme.version, "label_en": "High rents"},
            "wrote what is in the theme.",
            "theme.rename",
        ),
        Case(
            lambda who, theme, _own: approve_theme(who, theme.id, theme.version),
            edited,
            lambda theme, _own: {"version": theme.version, "label_en": "Rents too high"},
            "approved the theme as it is.",
            "theme.rename",
        ),
        Case(
            lambda who, theme, _own: approve_theme(who, theme.id, theme.version),
            "/staff/themes/{theme}/reopen",
            lambda theme, _own: {"version": theme.version},
            "approved the theme as it is.",
            "theme.reopen",
        ),
        Case(
            lambda who, theme, _own: nest_theme(who, theme.id, theme.version, second),
            "/staff/themes/{theme}/nest",
            lambda theme, _own: {"version": theme.version, "parent": "0"},
            "put the theme where it stands.",
            "theme.unnest",
        ),
        Case(
            lambda who, theme, own: release_quote(who, own[0], theme.id, ""),
            "/staff/consultations/{consultation}/themes/quotes",
            lambda _theme, own: {"question": Q, "comment": own[0], "act": "withhold"},
            "released this to the public.",
            "theme.withhold_quote",
        ),
        Case(
            lambda who, theme, _own: release_stance(who, theme.id),
            "/staff/themes/{theme}/stance/release",
            lambda _theme, _own: {"act": "withhold"},
            "released this to the public.",
            "theme.withhold_stance",
        ),
        Case(
            lambda who, theme, _own: claim_theme(who, theme.id),
            "/staff/themes/{theme}/claim",
            lambda _theme, _own: {"act": "take_over"},
            "has taken the theme to review.",
            "theme.take_over",
        ),
        Case(
            lambda who, _theme, own: write_translation(who, own[0], "ar", "نريد حافلات"),
            "/staff/comments/{comment}/translation",
            lambda _theme, _own: {"language": "ar", "text": "نريد قطارات"},
            "wrote the translation.",
            "comment.translate",
        ),
        Case(
            lambda who, theme, own: split_theme(
                who, theme.id, theme.version, own[:3], {"en": "Apart"}
            ),
            "/staff/themes/acts/{act}/undo",
            lambda _theme, _own: {},
            "did what you would undo.",
            "theme.undo",
        ),
        Case(
            lambda who, theme, _own: rename_theme(
                who, theme.id, theme.version, {"en": "Rents again"}, {}
            ),
            "/staff/themes/{theme}/merge",
            lambda theme, _own: {"version": theme.version, "into": second},
            "named the theme.",
            "theme.merge",
        ),
    )


def test_what_others_decided_changes_only_for_a_reason(
    themes: tuple[ThemeSummary, ...], sign_in: Callable[[str], FlaskClient]
) -> None:
    other, client = make_actor("engagement_lead"), sign_in("engagement_lead")
    for case in _cases(themes[1].id, themes[2].id):
        theme = get_theme(themes[0].id)
        own = _members(theme)
        case.decide(other.because("So be it"), theme, own)
        theme, done = get_theme(theme.id), last_act(*_here(theme))
        address = case.address.format(
            consultation=theme.consultation_id,
            theme=theme.id,
            comment=own[0],
            act=done.id if done else 0,
        )
        data, known = case.form(theme, own), len(list_entries(SYSTEM, limit=500))
        asked = client.post(address, data=data)
        assert asked.status_code == 200 and ASKED in asked.text, case.sentence
        assert f"{other.name} {case.sentence}" in asked.text
        refused = client.post(address, data={**data, "reason": " "})
        assert refused.status_code == 422 and "Say why it changes all the same." in refused.text
        assert len(list_entries(SYSTEM, limit=500)) == known, case.sentence
        assert client.post(address, data={**data, "reason": "Read again"}).status_code == 303
        entry = list_entries(SYSTEM, limit=1)[0]
        assert (entry.act, entry.reason) == (case.act, "Read again")
        assert other.name in (*entry.details.get("overrides", ()), entry.details.get("from"))


def test_nobody_is_asked_about_the_machine_or_themselves(
    themes: tuple[ThemeSummary, ...], sign_in: Callable[[str], FlaskClient]
) -> None:
    client, theme = sign_in("engagement_lead"), themes[0]
    own, page = _members(theme)[:2], f"/staff/themes/{theme.id}"
    for stance in ("for", "against", "none"):
        data = {"comment": own, "stance": stance}
        assert client.post(f"{page}/stance", data=data).status_code == 303
    for name in ("Rents", "High rents"):
        version = get_theme(theme.id).version
        data = {"version": version, "label_en": name}
        assert client.post(f"{page}/edit", data=data).status_code == 303
    done = last_act(*_here(theme))
    assert done is not None
    assert client.post(f"/staff/themes/acts/{done.id}/undo").status_code == 303
    other = make_actor("analyst")
    # approving what another person named goes along with them
    rename_theme(
        other.because("Clearer"), theme.id, get_theme(theme.id).version, {"en": "Rents rise"}, {}
    )
    data = {"version": get_theme(theme.id).version, "reason": "Read"}
    assert client.post(f"{page}/approve", data=data).status_code == 303
    # and saying once more what the other person said
    set_stance(other, theme.id, own, "for")
    assert client.post(f"{page}/stance", data={"comment": own, "stance": "for"}).status_code == 303


def test_a_reason_may_be_kept_for_an_hour_for_these_people(
    themes: tuple[ThemeSummary, ...],
    sign_in: Callable[[str], FlaskClient],
) -> None:
    client, ana, ben = sign_in("analyst"), make_actor("analyst"), make_actor("analyst")
    theme, own = themes[0], _members(themes[0])
    address = f"/staff/themes/{theme.id}/stance"
    set_stance(ana, theme.id, own[:4], "for")
    set_stance(ben, theme.id, own[4:5], "for")
    data = {"comment": own[:1], "stance": "against"}
    assert ASKED in client.post(address, data=data).text
    kept = {**data, "reason": "Irony", "keep_reason": "yes"}
    assert client.post(address, data=kept).status_code == 303
    assert "“Irony”" in client.get(f"/staff/themes/{theme.id}").text
    assert client.post(address, data={**data, "comment": own[1:2]}).status_code == 303
    entry = list_entries(SYSTEM, limit=1)[0]
    assert (entry.reason, entry.details["overrides"]) == ("Irony", [ana.name])
    # what the act itself refuses is refused as ever
    assert client.post(address, data={**data, "comment": [10**9]}).status_code == 409
    # it does not hold for another person's decisions, nor once it was taken back, nor for long
    assert ASKED in client.post(address, data={**data, "comment": own[4:5]}).text
    assert client.post("/staff/themes/reason/forget").status_code == 303
    kept["comment"] = own[2:3]
    assert ASKED in client.post(address, data={**data, "comment": own[2:3]}).text
    assert client.post(address, data=kept).status_code == 303
    with time_machine.travel(now() + timedelta(minutes=61)):
        assert ASKED in client.post(address, data={**data, "comment": own[3:4]}).text


def test_a_step_back_gives_the_decision_back_to_its_person(
    themes: tuple[ThemeSummary, ...],
) -> None:
    ana, ben = make_actor("analyst"), make_actor("analyst")
    theme, own = themes[0], _members(themes[0])[:1]
    set_stance(ana, theme.id, own, "for")
    set_stance(ben.because("Irony"), theme.id, own, "against")
    done = last_act(*_here(theme))
    assert done is not None
    undo(ben, done.id)
    with pytest.raises(NeedsReason):
        set_stance(ben, theme.id, own, "against")
    assert set_stance(ana, theme.id, own, "mixed") == 1
