"""The page on which the themes of a question are reviewed."""

from dataclasses import dataclass

from flask import Response, request, url_for
from flask_babel import pgettext

from engage.consultations import ConsultationSummary, get_consultation
from engage.kernel.actors import Actor, Permission
from engage.themes.campaigns.queries import Ends, campaigns_of, count_copies, count_ends
from engage.themes.discovery.showing import VoiceCard, drift_text, voice_cards
from engage.themes.discovery.small_voices import list_voices
from engage.themes.models import ClusteringRun, ThemeAct
from engage.themes.placed import ANY, IN_THEME, NO_THEME, UNPLACED
from engage.themes.queries import ThemeSummary, Totals, get_theme, get_totals, list_themes
from engage.themes.question_views import Question, blueprint, questions
from engage.themes.reading import CommentFilter, CommentPage, list_comments
from engage.themes.reading_forms import Choices, choices_of, filter_of_request
from engage.themes.review.acting import last_act, may_undo
from engage.themes.review.bench_showing import Around, Bench, around, bench_of
from engage.themes.review.nesting import grow_tree
from engage.themes.review.reason_views import KeptReason, kept_reason
from engage.themes.reviewers.presence import claims_of
from engage.themes.runs.finding import latest_run
from engage.themes.runs.joining import count_new, drift_of
from engage.themes.runs.running import find_running
from engage.themes.runs.telling import Extract, get_extract
from engage.themes.showing import CommentCard, ListedTheme, Share, cards, listed, shares
from engage.themes.stances.sides_showing import Sides, sides_of
from engage.themes.trends import trends_of
from engage.web.access import access, current_actor
from engage.web.locale import plain
from engage.web.rendering import render, see_other

STANDINGS = {"unplaced": UNPLACED, "no-theme": NO_THEME, "all": ANY}


@dataclass(frozen=True)
class Arrivals:
    """Comments that have come since the run, and whether the themes still fit them."""

    new_comments: int
    drift: str
    is_drifting: bool


@dataclass(frozen=True)
class About:
    """Who says what a theme says: ``voices`` count each campaign once."""

    copies: int
    voices: int
    by_channel: tuple[Share, ...]
    by_language: tuple[Share, ...]
    overall_share: float
    extract: Extract


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
    theme: ThemeSummary | None
    heading: str
    chosen: CommentFilter
    page: CommentPage
    cards: tuple[CommentCard, ...]
    about: About | None
    run: ClusteringRun | None
    undo_act: ThemeAct | None
    arrivals: Arrivals
    voices_apart: tuple[VoiceCard, ...]
    standing: str
    choices: Choices
    bench: Bench | None
    around: Around
    sides: Sides
    kept_reason: KeptReason | None
    base_href: str
    full_href: str
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
    actor, here = current_actor(), (consultation_id, code)
    themes, totals = list_themes(*here), get_totals(*here)
    if theme is None and standing == IN_THEME and themes:
        theme = themes[0]
    chosen = filter_of_request(theme, standing, actor.id)
    page = list_comments(*here, chosen)
    labels = {item.id: plain(item.label) for item in themes}
    consultation, run = get_consultation(consultation_id), latest_run(*here)
    full_href = request.full_path.rstrip("?")
    review = ReviewPage(
        consultation=consultation,
        questions=questions(*here),
        question_code=code,
        themes=_listed(here, themes, theme),
        all_themes=themes,
        totals=totals,
        ends=count_ends(*here),
        theme=theme,
        heading=plain(theme.label) if theme else _standing_name(standing),
        chosen=chosen,
        page=page,
        cards=_cards(page, labels, standing),
        about=_about(theme, totals) if theme else None,
        run=run,
        undo_act=_undoable(actor, here),
        arrivals=_arrivals(here, run),
        voices_apart=voice_cards(list_voices(*here)),
        standing=next((name for name, value in STANDINGS.items() if value == standing), ""),
        choices=choices_of(consultation_id, totals),
        bench=bench_of(actor, consultation, theme, themes) if theme else None,
        around=around(actor, page.comments, labels),
        sides=sides_of(theme, here, page.comments, labels, full_href),
        kept_reason=kept_reason(here),
        base_href=request.path,
        full_href=full_href,
        may_review=actor.may(Permission.REVIEW_THEMES),
        may_approve=actor.may(Permission.APPROVE_THEMES),
    )
    return render("staff/themes/review.html", review)


def _listed(
    here: tuple[int, str], themes: tuple[ThemeSummary, ...], current: ThemeSummary | None
) -> tuple[ListedTheme, ...]:
    claims = claims_of(theme.id for theme in themes)
    tree = grow_tree(*here, themes)
    return listed(tree, current.id if current else None, claims, trends_of(*here))


def _cards(page: CommentPage, labels: dict[int, str], standing: str) -> tuple[CommentCard, ...]:
    campaigns = campaigns_of(comment.id for comment in page.comments)
    return cards(page.comments, labels, campaigns=campaigns, names_themes=standing == ANY)


def _about(theme: ThemeSummary, totals: Totals) -> About:
    copies, campaigns = count_copies(theme)
    return About(
        copies,
        theme.size - copies + campaigns,
        shares(theme.by_channel or {}, totals.by_channel, "channel"),
        shares(theme.by_language or {}, totals.by_language, "language"),
        theme.size / totals.comments if totals.comments else 0.0,
        get_extract(theme.id),
    )


def _undoable(actor: Actor, here: tuple[int, str]) -> ThemeAct | None:
    latest = last_act(*here)
    return latest if latest and may_undo(actor, latest) else None


def _arrivals(here: tuple[int, str], run: ClusteringRun | None) -> Arrivals:
    drift = drift_of(run)
    return Arrivals(
        count_new(*here),
        drift_text(drift) if drift else "",
        drift is not None and drift.is_large,
    )


def _standing() -> str:
    return STANDINGS.get(request.args.get("standing", ""), IN_THEME)


def _standing_name(standing: str) -> str:
    if standing == NO_THEME:
        return pgettext("themes", "No theme")
    if standing == ANY:
        return pgettext("themes", "All comments")
    return pgettext("themes", "Not placed yet")
