"""The register: needs from approved themes, decisions after the close, links that turn suspect."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.datastructures import MultiDict

from engage.kernel.actors import SYSTEM
from engage.kernel.clock import now
from engage.kernel.db import transaction
from engage.kernel.errors import Conflict, Forbidden, InvalidInput
from engage.roadmap import (
    DecisionDraft,
    ItemDraft,
    NeedDraft,
    add_item,
    add_need,
    count_suspects,
    get_coverage,
    get_need,
    make_decision,
)
from engage.roadmap.chains import find_suspects, get_chain
from engage.roadmap.forms import whole
from engage.roadmap.items import edit_item, get_item
from engage.roadmap.links import review_link
from engage.roadmap.needs import edit_need
from engage.themes import ThemeSummary, approve_theme, get_theme, rename_theme
from tests.factories import make_actor, make_consultation, publish_sample_survey
from tests.factories.themes import make_themes


@pytest.fixture
def theme(app: Flask) -> ThemeSummary:
    version = publish_sample_survey(make_consultation().id)
    found = make_themes(version, each=20)[0]
    approve_theme(SYSTEM, found.id, found.version)
    return get_theme(found.id)


def _close(consultation_id: int) -> None:
    with transaction() as current:
        current.execute(
            text("UPDATE consultation SET closes_at = :at WHERE id = :id"),
            {"at": (now() - timedelta(hours=1)).replace(tzinfo=None), "id": consultation_id},
        )


def _need(theme: ThemeSummary) -> int:
    draft = NeedDraft({"en": "A way home after ten"}, severity=4, theme_ids=(theme.id,))
    return add_need(SYSTEM, theme.consultation_id, draft)


def _decision(*need_ids: int) -> DecisionDraft:
    return DecisionDraft(
        outcome="adopt",
        title={"en": "A night line"},
        reason={"en": "Many of you work late."},
        decider={"en": "City council"},
        decided_on=date(2026, 11, 12),
        need_ids=need_ids,
    )


def test_a_need_comes_from_an_approved_theme(app: Flask, theme: ThemeSummary) -> None:
    version = publish_sample_survey(make_consultation().id)
    other = make_themes(version, each=20)[0]
    with pytest.raises(InvalidInput) as refused:
        add_need(SYSTEM, version.consultation_id, NeedDraft({"en": "x"}, theme_ids=(other.id,)))
    assert "theme_ids" in refused.value.fields
    approve_theme(SYSTEM, other.id, other.version)
    with pytest.raises(InvalidInput) as refused:
        add_need(SYSTEM, theme.consultation_id, NeedDraft({"en": "x"}, theme_ids=(other.id,)))
    assert "theme_ids" in refused.value.fields
    assert get_need(_need(theme)).severity == 4


def test_a_need_is_not_called_after_its_theme_by_itself(
    theme: ThemeSummary, sign_in: Callable[..., FlaskClient]
) -> None:
    lead, address = sign_in("engagement_lead"), f"/staff/roadmap/needs/new?theme={theme.id}"
    begun = re.search(r'<textarea[^>]*name="statement_en"[^>]*>([^<]*)<', lead.get(address).text)
    assert begun and begun[1].strip() == ""
    refused = lead.post(address, data={"theme_ids": str(theme.id)})
    assert refused.status_code == 422
    assert '<fieldset class="languages field has-error" id="f_statement"' in refused.text
    assert 'aria-describedby="f_statement_error f_statement_hint"' in refused.text


def test_a_decision_before_the_close_is_refused_and_rests_on_the_whole_log_after_it(
    theme: ThemeSummary,
) -> None:
    need_id = _need(theme)
    with pytest.raises(Conflict):
        make_decision(SYSTEM, _decision(need_id))
    _close(theme.consultation_id)
    from engage.roadmap import get_decision

    made = get_decision(make_decision(SYSTEM, _decision(need_id)))
    assert made.checkpoint_size == 60
    assert len(made.checkpoint_root) == 64


def test_a_decision_without_a_reason_is_refused(theme: ThemeSummary) -> None:
    from dataclasses import replace

    _close(theme.consultation_id)
    with pytest.raises(InvalidInput) as refused:
        make_decision(SYSTEM, replace(_decision(_need(theme)), reason={"en": " "}))
    assert "reason" in refused.value.fields


def test_a_changed_end_makes_the_link_suspect_until_a_person_reviews_it(
    theme: ThemeSummary,
) -> None:
    _need(theme)
    assert count_suspects() == 0
    rename_theme(SYSTEM, theme.id, get_theme(theme.id).version, {"en": "Another name"}, {})
    (suspect,) = find_suspects()
    assert suspect.changed == ("theme", theme.id)
    assert {change.field for change in suspect.changes} == {"label"}
    with pytest.raises(InvalidInput):
        review_link(SYSTEM, suspect.link_id, " ")
    review_link(SYSTEM, suspect.link_id, "only the name changed")
    assert count_suspects() == 0


def test_the_chain_is_walked_both_ways(theme: ThemeSummary) -> None:
    need_id = _need(theme)
    _close(theme.consultation_id)
    decision_id = make_decision(SYSTEM, _decision(need_id))
    item_id = add_item(
        SYSTEM,
        ItemDraft({"en": "Night line"}, "Transport", date(2027, 3, 1), decision_ids=(decision_id,)),
    )
    for kind, identifier in (("theme", theme.id), ("roadmap_item", item_id)):
        columns = get_chain(kind, identifier).columns
        found = (columns["theme"], columns["need"], columns["decision"], columns["roadmap_item"])
        assert found == ((theme.id,), (need_id,), (decision_id,), (item_id,))
    coverage = get_coverage(theme.consultation_id)
    assert coverage.needs_without_decision == coverage.decisions_without_need == ()


def test_work_cannot_depend_on_itself_in_a_circle(theme: ThemeSummary) -> None:
    day = date(2027, 1, 1)
    first = add_item(SYSTEM, ItemDraft({"en": "A"}, "x", day))
    second = add_item(SYSTEM, ItemDraft({"en": "B"}, "x", day, depends_on_ids=(first,)))
    with pytest.raises(Conflict):
        edit_item(SYSTEM, first, 1, ItemDraft({"en": "A"}, "x", day, depends_on_ids=(second,)))


def test_an_older_version_is_not_saved_over_a_newer_one(theme: ThemeSummary) -> None:
    need_id = _need(theme)
    draft = NeedDraft({"en": "Reworded"}, theme_ids=(theme.id,))
    edit_need(SYSTEM, need_id, 1, draft)
    with pytest.raises(Conflict):
        edit_need(SYSTEM, need_id, 1, draft)


def test_an_auditor_reads_and_changes_nothing(theme: ThemeSummary) -> None:
    with pytest.raises(Forbidden):
        add_need(make_actor("auditor"), theme.consultation_id, NeedDraft({"en": "x"}))


def test_budgets_of_any_currency_are_kept_and_slips_are_told(both_databases_app: Flask) -> None:
    draft = ItemDraft({"en": "A line"}, "x", date(2027, 1, 1), budget=12 * 10**12, currency="IDR")
    assert get_item(add_item(SYSTEM, draft)).budget == 12 * 10**12
    with pytest.raises(InvalidInput) as refused:
        add_item(SYSTEM, replace(draft, budget=10**15 + 1))
    assert set(refused.value.fields) == {"budget"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("310000", 310000),
        ("310.000", 310000),
        ("3,100 000", 3100000),
        ("٣١٠٬٠٠٠", 310000),
        ("", None),
    ],
)
def test_thousands_are_parted_as_people_write_them(typed: str, meant: int | None) -> None:
    assert whole(MultiDict({"budget": typed}), "budget") == meant


@pytest.mark.parametrize("typed", ["1.5", "310000.50", "12,34", "many", "9" * 31])
def test_what_is_no_whole_number_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        whole(MultiDict({"budget": typed}), "budget")
    assert set(refused.value.fields) == {"budget"}
