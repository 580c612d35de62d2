"""The page on which the themes of a question are reviewed."""

from dataclasses import dataclass
from typing import Any

from flask import Response, request, url_for
from flask_babel import pgettext

from engage.consultations import ConsultationSummary, get_consultation
from engage.kernel.actors import Permission
from engage.themes.acting import last_act, may_undo
from engage.themes.campaign_queries import Ends, campaigns_of, count_copies, count_ends
from engage.themes.finding import find_running, latest_run
from engage.themes.models import ClusteringRun
from engage.themes.placed import IN_THEME, NO_THEME, UNPLACED
from engage.themes.queries import (
    CommentFilter,
    CommentPage,
    ThemeSummary,
    Totals,
    get_theme,
    get_totals,
    list_comments,
    list_themes,
)
from engage.themes.question_views import Question, blueprint, questions
from engage.themes.showing import CommentCard, ListedTheme, Share, cards, listed, shares
from engage.web.access import access, current_actor
from engage.web.locale import plain
from engage.web.rendering import render, see_other

STANDINGS = {"unplaced": UNPLACED, "no-theme": NO_THEME}


@dataclass(frozen=True)
class ReviewPage:
    """Left the themes, in the middle the comments, right why and where it leads."""

    consultation: ConsultationSummary
    questions: tuple[Question, ...]
    question_code: str
    themes: tuple[ListedTheme, ...]
    all_themes: tuple[ThemeSummary, ...]
    totals: Totals
    ends: Ends
    copies: int
    voices: int
    theme: ThemeSummary | None
    heading: str
    chosen: CommentFilter
    page: CommentPage
    cards: tuple[CommentCard, ...]
    by_channel: tuple[Share, ...]
    by_language: tuple[Share, ...]
    overall_share: float
    run: ClusteringRun | None
    undo_act: Any
    base_href: str
    may_review: bool
    may_approve: bool


@blueprint.get("/consultations/<int:consultation_id>/themes")
@access(Permission.SEE_THEMES)
def index(consultation_id: int) -> Response:
    """Review the themes of a question, or begin where there are none."""
    asked = questions(consultation_id)
    code = request.args.get("question") or (asked[0].code if asked else "")
    if latest_run(consultation_id, code) is None or find_running(consultation_id, code):
        return see_other(url_for("themes.run", consultation_id=consultation_id, question=code))
    return _review(consultation_id, code, None, _standing())


@blueprint.get("/themes/<int:theme_id>")
@access(Permission.SEE_THEMES)
def show(theme_id: int) -> Response:
    """One theme with its comments."""
    theme = get_theme(theme_id)
    return _review(theme.consultation_id, theme.question_code, theme, IN_THEME)


def _review(consultation_id: int, code: str, theme: ThemeSummary | None, standing: str) -> Response:
    actor = current_actor()
    themes = list_themes(consultation_id, code)
    totals = get_totals(consultation_id, code)
    if theme is None and standing == IN_THEME and themes:
        theme = themes[0]
    chosen = CommentFilter(
        theme_id=theme.id if theme else None,
        standing=standing,
        channel=request.args.get("channel", ""),
        language=request.args.get("language", ""),
        words=request.args.get("words", ""),
        order=request.args.get("order", "typical"),
        page=request.args.get("page", 1, type=int),
    )
    comments = list_comments(consultation_id, code, chosen)
    labels = {item.id: plain(item.label) for item in themes}
    latest = last_act(consultation_id, code)
    copies, campaigns = count_copies(theme) if theme else (0, 0)
    page = ReviewPage(
        consultation=get_consultation(consultation_id),
        questions=questions(consultation_id, code),
        question_code=code,
        themes=listed(themes, theme.id if theme else None),
        all_themes=themes,
        totals=totals,
        ends=count_ends(consultation_id, code),
        copies=copies,
        voices=theme.size - copies + campaigns if theme else 0,
        theme=theme,
        heading=plain(theme.label) if theme else _standing_name(standing),
        chosen=chosen,
        page=comments,
        cards=cards(
            comments.comments,
            labels,
            campaigns=campaigns_of(comment.id for comment in comments.comments),
        ),
        by_channel=shares(theme.by_channel or {}, totals.by_channel, "channel") if theme else (),
        by_language=shares(theme.by_language or {}, totals.by_language, "language")
        if theme
        else (),
        overall_share=theme.size / totals.comments if theme and totals.comments else 0.0,
        run=latest_run(consultation_id, code),
        undo_act=latest if latest and may_undo(actor, latest) else None,
        base_href=request.path,
        may_review=actor.may(Permission.REVIEW_THEMES),
        may_approve=actor.may(Permission.APPROVE_THEMES),
    )
    return render("staff/themes/review.html", page)


def _standing() -> str:
    return STANDINGS.get(request.args.get("standing", ""), IN_THEME)


def _standing_name(standing: str) -> str:
    if standing == NO_THEME:
        return pgettext("themes", "No theme")
    return pgettext("themes", "Not placed yet")
