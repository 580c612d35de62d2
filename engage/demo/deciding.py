"""The sample's needs, decisions and work, made through the same commands as real ones."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from engage.kernel.actors import SYSTEM
from engage.roadmap import (
    DecisionDraft,
    ItemDraft,
    NeedDraft,
    Risk,
    add_item,
    add_need,
    make_decision,
)
from engage.themes import CommentFilter, get_theme, list_comments

Rows = Sequence[Mapping[str, Any]]


def decide(
    consultation_id: int, opened_at: datetime, outcome: Mapping[str, Rows], themes: dict[str, int]
) -> None:
    """Answer the themes (numbers by their keys in ``outcome``) with needs, decisions and work."""
    needs = _write_needs(consultation_id, outcome["needs"], themes)
    decisions = _make_decisions(opened_at, outcome["decisions"], needs)
    _plan_work(opened_at, outcome["roadmap"], decisions)


def _write_needs(consultation_id: int, needs: Rows, themes: dict[str, int]) -> dict[str, int]:
    return {
        need["key"]: add_need(
            SYSTEM,
            consultation_id,
            NeedDraft(
                statement=need["statement"],
                groups=tuple(need["stakeholder_groups"]),
                severity=need["severity"],
                status="accepted",
                owner="Engagement team",
                other_sources=tuple(need["other_sources"]),
                theme_ids=(themes[need["theme"]],) if need["theme"] in themes else (),
                comment_ids=_evidence(themes.get(need["theme"])),
            ),
        )
        for need in needs
    }


def _make_decisions(opened_at: datetime, decisions: Rows, needs: dict[str, int]) -> dict[str, int]:
    return {
        made["key"]: make_decision(
            SYSTEM,
            DecisionDraft(
                outcome=made["outcome"],
                title=made["title"],
                reason=made["reason"],
                decider=made["decided_by"],
                decided_on=_day(opened_at, made["decided_on_offset_days"]),
                meeting=made["meeting"],
                minutes_reference=made["minutes_reference"],
                need_ids=tuple(needs[key] for key in made["needs"]),
            ),
        )
        for made in decisions
    }


def _plan_work(opened_at: datetime, work: Rows, decisions: dict[str, int]) -> None:
    items: dict[str, int] = {}
    for item in work:
        items[item["key"]] = add_item(
            SYSTEM,
            ItemDraft(
                title=item["title"],
                challenge=item["challenge"],
                solution=item["solution"],
                owner=item["owner"],
                starts_on=_day(opened_at, item["starts_offset_days"]),
                ends_on=_day(opened_at, item["ends_offset_days"]),
                budget=item["budget_eur"],
                risks=tuple(Risk(**risk) for risk in item["risks"]),
                dependencies=tuple(item["dependencies"]),
                status=item["status"],
                decision_ids=tuple(decisions[key] for key in item["decisions"]),
                depends_on_ids=tuple(items[key] for key in item.get("depends_on", ())),
            ),
        )


def _evidence(theme_id: int | None) -> tuple[int, ...]:
    if theme_id is None:
        return ()
    theme = get_theme(theme_id)
    page = list_comments(
        theme.consultation_id, theme.question_code, CommentFilter(theme_id=theme_id)
    )
    return tuple(comment.id for comment in page.comments[:3])


def _day(opened_at: datetime, offset: int) -> date:
    return (opened_at + timedelta(days=offset)).date()
