"""Several reviewers at one codebook: claims, company, marks, translations, nesting, signatures."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from engage.audit import list_entries
from engage.kernel.actors import SYSTEM, Actor
from engage.kernel.clock import date_in_city, now
from engage.kernel.db import transaction
from engage.kernel.errors import Conflict, Forbidden, InvalidInput
from engage.responses import stream_comments
from engage.surveys import PublishedVersion
from engage.themes import (
    CommentFilter,
    ThemeSummary,
    approve_theme,
    get_theme,
    list_comments,
    list_themes,
    merge_theme,
    rename_theme,
)
from engage.themes.assignment_models import FurtherTheme
from engage.themes.discovery.why import get_why, list_rivals
from engage.themes.review.acting import last_act, undo
from engage.themes.review.nesting import count_together, grow_tree, nest_theme, parents_of
from engage.themes.review.overriding import NeedsReason
from engage.themes.review.signing import editors_of, list_signatures, reopen_theme
from engage.themes.reviewers.changes import list_changes
from engage.themes.reviewers.marks import (
    Opened,
    count_opened,
    count_read,
    mark_read,
    mark_unread,
    read_among,
)
from engage.themes.reviewers.presence import (
    claim_theme,
    claims_of,
    find_claim,
    leave_theme,
    note_presence,
    release_claim,
    who_else_is_here,
)
from engage.themes.stances.acts import set_stance
from engage.themes.stances.sides import StanceCounts
from engage.themes.translating import (
    list_translations,
    suggest_translation,
    translations_of,
    write_translation,
)
from engage.themes.trends import trends_of
from tests.factories import make_actor, make_consultation, make_response, publish_sample_survey
from tests.factories.placed import make_theme, place
from tests.factories.themes import make_themes

Q = "q_change"


@pytest.fixture
def version(app: Flask) -> PublishedVersion:
    return publish_sample_survey(make_consultation().id)


def _say(version: PublishedVersion, **answers: Any) -> int:
    """The comment of a new response."""
    response_id = make_response(version, **answers).response_id
    comments = stream_comments(SYSTEM, version.consultation_id, Q)
    return next(comment.id for comment in comments if comment.response_id == response_id)


@pytest.fixture
def themes(version: PublishedVersion) -> tuple[ThemeSummary, ...]:
    """Three themes of four, three and two comments, placed by people."""
    question = (version.consultation_id, Q)
    made = []
    for label, count in (("Buses", 4), ("Parks", 3), ("Rents", 2)):
        comments = [_say(version, q_change=f"{label} {number}") for number in range(count)]
        made.append(place(question, label, comments))
    return tuple(made)


def _comments(theme: ThemeSummary) -> list[int]:
    page = list_comments(theme.consultation_id, Q, CommentFilter(theme_id=theme.id))
    return [comment.id for comment in page.comments]


def _undo_last(theme: ThemeSummary, actor: Actor = SYSTEM) -> None:
    done = last_act(theme.consultation_id, Q)
    assert done is not None
    undo(actor, done.id)


def _tree(theme: ThemeSummary) -> list[tuple[str, int, int]]:
    found = list_themes(theme.consultation_id, Q)
    return [
        (branch.theme.label["en"], branch.depth, branch.total)
        for branch in grow_tree(theme.consultation_id, Q, found)
    ]


def test_who_is_on_a_theme_is_seen_by_others_for_as_long_as_the_page_says_so(
    themes: tuple[ThemeSummary, ...],
) -> None:
    lena, ana = make_actor(), make_actor("analyst")
    note_presence(lena, themes[0].id)
    note_presence(lena, themes[0].id)
    assert who_else_is_here(ana, themes[0].id) == (lena.name,)
    assert who_else_is_here(lena, themes[0].id) == ()
    assert who_else_is_here(ana, themes[1].id) == ()
    with time_machine.travel(now() + timedelta(minutes=2)):
        assert who_else_is_here(ana, themes[0].id) == ()
    leave_theme(lena, themes[0].id)
    assert who_else_is_here(ana, themes[0].id) == ()


def test_a_claim_is_taken_over_only_on_purpose_and_on_record(
    themes: tuple[ThemeSummary, ...],
) -> None:
    lena, ana = make_actor(), make_actor("analyst")
    claim_theme(lena, themes[0].id)
    with pytest.raises(Conflict, match=lena.name):
        claim_theme(ana, themes[0].id)
    release_claim(ana, themes[0].id)
    assert claims_of([themes[0].id])[themes[0].id].actor_name == lena.name
    with pytest.raises(NeedsReason):
        claim_theme(ana, themes[0].id, take_over=True)
    claim_theme(ana.because("Lena is on leave"), themes[0].id, take_over=True)
    assert claims_of([themes[0].id])[themes[0].id].actor_name == ana.name
    entry = list_entries(SYSTEM, limit=1)[0]
    assert (entry.act, entry.reason) == ("theme.take_over", "Lena is on leave")
    release_claim(ana, themes[0].id)
    assert claims_of([themes[0].id]) == {}


def test_a_claim_ends_two_hours_after_its_person_was_last_active(
    themes: tuple[ThemeSummary, ...],
) -> None:
    lena, ana = make_actor(), make_actor("analyst")
    number, start = themes[0].id, now()
    claim_theme(lena, number)

    def holds(minutes: int) -> bool:
        with time_machine.travel(start + timedelta(minutes=minutes)):
            return number in claims_of([number])

    assert holds(119) and not holds(121)
    with time_machine.travel(start + timedelta(minutes=60)):
        note_presence(lena, number)
        note_presence(ana, number)
    with time_machine.travel(start + timedelta(minutes=90)):
        leave_theme(lena, number)
        assert who_else_is_here(ana, number) == ()
    assert holds(205) and not holds(212)
    with time_machine.travel(start + timedelta(minutes=100)):
        rename_theme(lena, themes[1].id, themes[1].version, {"en": "Large parks"}, {})
    assert holds(218) and not holds(221)
    with time_machine.travel(start + timedelta(minutes=222)):
        over = find_claim(number)
        assert over is not None and over.is_over and over.actor_name == lena.name
        claim_theme(ana, number)  # nobody has it, so nothing is taken over
        assert claims_of([number])[number].actor_name == ana.name
        assert list_entries(SYSTEM, limit=1)[0].act != "theme.take_over"


def test_a_theme_is_opened_by_whoever_reads_places_or_takes_a_side(
    version: PublishedVersion,
) -> None:
    theme = make_themes(version, each=24)[0]
    lead, question = make_actor(), (version.consultation_id, Q)
    assert count_opened(*question, theme.id) == Opened(0, theme.size)
    ids = _comments(theme)
    mark_read(lead, question[0], ids[:8])
    mark_read(make_actor("analyst"), question[0], ids[4:12])
    set_stance(lead, theme.id, ids[12:16], "for")
    opened = count_opened(*question, theme.id)
    assert (opened.comments, opened.is_little) == (16, True)
    mark_read(lead, question[0], ids[16:20])
    assert not count_opened(*question, theme.id).is_little
    approve_theme(lead, theme.id, get_theme(theme.id).version, "It is plain")
    entry = list_entries(SYSTEM, limit=1)[0]
    assert (entry.act, entry.reason) == ("theme.approve", "It is plain")
    assert (entry.details["opened"], entry.details["of"]) == (20, theme.size)


def test_a_lost_race_names_who_changed_what(themes: tuple[ThemeSummary, ...]) -> None:
    lena, ana = make_actor(), make_actor("analyst")
    theme = themes[0]
    rename_theme(ana, theme.id, theme.version, {"en": "Night buses"}, {})
    with pytest.raises(Conflict, match=ana.name):
        rename_theme(lena, theme.id, theme.version, {"en": "Evening buses"}, {})
    (change,) = list_changes(theme.id, theme.version)
    assert (change.actor_name, change.act, change.is_undo) == (ana.name, "rename", False)
    assert (change.before["label"], change.after["label"]) == (
        {"en": "Buses"},
        {"en": "Night buses"},
    )
    seen = get_theme(theme.id).version
    _undo_last(theme, lena.because("Not at night alone"))
    (change,) = list_changes(theme.id, seen)
    assert (change.actor_name, change.is_undo) == (lena.name, True)
    assert [one.is_undo for one in list_changes(theme.id, theme.version)] == [False, True]


def test_each_reader_has_marks_of_their_own(themes: tuple[ThemeSummary, ...]) -> None:
    lena, ana = make_actor(), make_actor("analyst")
    theme, ids = themes[0], _comments(themes[0])
    assert mark_read(lena, theme.consultation_id, ids[:3]) == 3
    assert mark_read(lena, theme.consultation_id, [*ids, 999_999]) == 1
    assert count_read(lena, theme.consultation_id, Q, theme.id) == 4
    assert read_among(ana, ids) == frozenset()
    mark_unread(lena, ids[:1])
    chosen = CommentFilter(theme_id=theme.id, unread_by=lena.id)
    assert [c.id for c in list_comments(theme.consultation_id, Q, chosen).comments] == ids[:1]
    chosen = CommentFilter(theme_id=theme.id, unread_by=ana.id)
    assert list_comments(theme.consultation_id, Q, chosen).total == 4


def test_comments_are_chosen_by_what_their_people_answered_and_when(
    version: PublishedVersion,
) -> None:
    make_response(version, q_change="One", q_transport="car", q_wait=None, q_places=["park"])
    make_response(version, q_change="Two", q_transport="bus", q_places=["library", "park"])
    make_response(version, q_change="Three", q_transport="bus", q_places=["pool"], q_safe=4)
    consultation_id = version.consultation_id

    def found(**chosen: object) -> set[str]:
        wanted = CommentFilter(standing="any", **chosen)  # type: ignore[arg-type]
        return {c.text for c in list_comments(consultation_id, Q, wanted).comments}

    assert found(answered=("q_transport", "bus")) == {"Two", "Three"}
    assert found(answered=("q_places", "park")) == {"One", "Two"}
    assert found(answered=("q_safe", "4")) == {"Three"}
    assert found(answered=("q_places", "par%")) == set()
    today = date_in_city(now())
    assert found(since=today, until=today) == {"One", "Two", "Three"}
    assert found(since=today + timedelta(days=1)) == set()
    assert found(until=today - timedelta(days=1)) == set()


def test_a_translation_stands_beside_the_comment_with_who_wrote_it(
    version: PublishedVersion,
) -> None:
    ana = make_actor("analyst")
    comment = _say(version, language="ar", q_change="نريد حافلات ليلية")
    write_translation(ana, comment, "en", " We want night buses ")
    assert list_entries(SYSTEM, limit=1)[0].act == "comment.translate"
    found = translations_of([comment], "en")[comment]
    assert (found.text, found.actor_name, found.suggested_by) == (
        "We want night buses",
        ana.name,
        "",
    )
    assert translations_of([comment], "es") == {}
    page = list_comments(version.consultation_id, Q, CommentFilter(standing="any"))
    assert page.comments[0].text == "نريد حافلات ليلية"
    with pytest.raises(InvalidInput):
        write_translation(ana, comment, "ar", "نريد")
    write_translation(ana, comment, "en", "")
    assert list_translations(comment) == ()
    assert suggest_translation(comment, "en") is None
    with pytest.raises(Forbidden):
        write_translation(make_actor("auditor"), comment, "en", "Something")


def test_a_tree_counts_a_comment_once_however_often_it_stands_in_it(
    themes: tuple[ThemeSummary, ...],
) -> None:
    buses, parks, rents = themes
    with transaction() as current:
        current.add(FurtherTheme(comment_id=_comments(buses)[0], theme_id=parks.id))
    both, other = _comments(buses)[:2]
    set_stance(SYSTEM, buses.id, [both, other], "for")
    set_stance(SYSTEM, parks.id, [both], "against")
    nest_theme(SYSTEM, parks.id, get_theme(parks.id).version, buses.id)
    nest_theme(SYSTEM, rents.id, rents.version, parks.id)
    assert _tree(buses) == [("Buses", 0, 9), ("Parks", 1, 6), ("Rents", 2, 2)]
    tree = grow_tree(buses.consultation_id, Q, list_themes(buses.consultation_id, Q))
    sides = [branch.stances for branch in tree]
    # for in one and against in the other is mixed in both together
    assert sides[0] == StanceCounts(in_favour=1, mixed=1, unread=7)
    assert sides[1] == StanceCounts(against=1, unread=5)
    assert count_together(buses.consultation_id, Q, [buses.id, parks.id]) == 7
    _undo_last(buses)
    assert _tree(buses) == [("Buses", 0, 7), ("Parks", 1, 4), ("Rents", 0, 2)]
    nest_theme(SYSTEM, parks.id, get_theme(parks.id).version, None)
    assert [depth for _label, depth, _total in _tree(buses)] == [0, 0, 0]
    _undo_last(buses)
    assert [depth for _label, depth, _total in _tree(buses)] == [0, 1, 0]


def test_a_tree_has_no_circle_and_three_levels(themes: tuple[ThemeSummary, ...]) -> None:
    buses, parks, rents = themes
    question = (buses.consultation_id, Q)
    nest_theme(SYSTEM, parks.id, parks.version, buses.id)
    nest_theme(SYSTEM, rents.id, rents.version, parks.id)
    for child, parent in ((buses.id, rents.id), (buses.id, buses.id)):
        with pytest.raises(Conflict, match="itself"):
            nest_theme(SYSTEM, child, get_theme(child).version, parent)
    deeper = make_theme(question, "Deposits")
    with pytest.raises(Conflict, match="levels"):
        nest_theme(SYSTEM, deeper, 1, rents.id)
    with pytest.raises(Conflict, match="already"):
        nest_theme(SYSTEM, rents.id, get_theme(rents.id).version, parks.id)
    above = make_theme(question, "Transport")
    with pytest.raises(Conflict, match="levels"):
        nest_theme(SYSTEM, buses.id, get_theme(buses.id).version, above)


def test_what_stood_under_a_merged_theme_stands_under_its_target(
    themes: tuple[ThemeSummary, ...],
) -> None:
    buses, parks, rents = themes
    nest_theme(SYSTEM, rents.id, rents.version, parks.id)
    merge_theme(SYSTEM, parks.id, get_theme(parks.id).version, buses.id)
    assert parents_of(buses.consultation_id, Q) == {rents.id: buses.id}
    assert _tree(buses) == [("Buses", 0, 9), ("Rents", 1, 2)]
    merge_theme(SYSTEM, buses.id, get_theme(buses.id).version, rents.id)
    assert _tree(buses) == [("Rents", 0, 9)]


def test_two_people_sign_where_the_consultation_asks_for_two(app: Flask) -> None:
    version = publish_sample_survey(make_consultation(needs_two_signatures=True).id)
    comment = _say(version, q_change="Night buses")
    theme = place((version.consultation_id, Q), "Buses", [comment])
    lena, omar = make_actor(), make_actor()
    rename_theme(lena, theme.id, theme.version, {"en": "Night buses"}, {})
    assert editors_of(theme.id) == (lena.name,)
    assert approve_theme(lena, theme.id, get_theme(theme.id).version) is False
    assert get_theme(theme.id).state == "in_review"
    with pytest.raises(Conflict, match="another person"):
        approve_theme(lena, theme.id, get_theme(theme.id).version)
    assert approve_theme(omar, theme.id, get_theme(theme.id).version) is True
    assert get_theme(theme.id).state == "approved"
    assert [one.actor_name for one in list_signatures(theme.id)] == [lena.name, omar.name]
    _undo_last(theme, omar)
    assert get_theme(theme.id).state == "in_review"


def test_a_signature_holds_for_the_words_that_were_signed(app: Flask) -> None:
    version = publish_sample_survey(make_consultation(needs_two_signatures=True).id)
    theme = get_theme(make_theme((version.consultation_id, Q), "Buses"))
    lena, omar = make_actor(), make_actor()
    approve_theme(lena, theme.id, theme.version)
    rename_theme(omar, theme.id, get_theme(theme.id).version, {"en": "Trams"}, {})
    assert list_signatures(theme.id) == ()
    assert approve_theme(omar, theme.id, get_theme(theme.id).version) is False
    assert approve_theme(lena, theme.id, get_theme(theme.id).version) is True
    reopen_theme(lena, theme.id, get_theme(theme.id).version)
    assert list_signatures(theme.id) == ()


def test_one_signature_is_enough_elsewhere(themes: tuple[ThemeSummary, ...]) -> None:
    assert approve_theme(make_actor(), themes[0].id, themes[0].version) is True
    assert get_theme(themes[0].id).state == "approved"


def test_why_a_theme_is_one(version: PublishedVersion) -> None:
    theme = make_themes(version, each=16)[0]
    why = get_why(theme.id)
    assert (why.size, why.by_people) == (theme.size, 0)
    assert why.cohesion is not None
    assert 0 < why.cohesion <= 1
    assert len(why.nearest) == len(why.unlike) == 3
    assert min(c.score for c in why.nearest) >= max(c.score for c in why.unlike)
    assert theme.id not in {rival.theme_id for rival in why.rivals}
    assert list_rivals(theme) == why.rivals
    assert 0 <= why.torn <= why.size


def test_a_theme_rises_when_later_comments_raise_it_more_often(
    version: PublishedVersion,
) -> None:
    question = (version.consultation_id, Q)
    start = now() - timedelta(days=5)
    early, late = [], []
    for number in range(60):
        with time_machine.travel(start + timedelta(hours=number)):
            made = _say(version, q_change=f"Comment {number}")
            (late if number >= 40 or number % 4 == 0 else early).append(made)
    rising, falling = place(question, "Heat", late), place(question, "Dust", early)
    trends = trends_of(*question)
    assert trends[rising.id].direction == "rising"
    assert trends[falling.id].direction == "falling"
    assert trends[rising.id].before < trends[rising.id].after
