"""The page on which the themes of a question are reviewed."""

from dataclasses import dataclass

from flask import Response, request, url_for

from engage.consultations import ConsultationSummary, get_consultation
from engage.kernel.actors import Actor, Permission
from engage.themes.campaigns.queries import Ends, count_copies, count_ends
from engage.themes.discovery.showing import VoiceCard, drift_text, voice_cards
from engage.themes.discovery.small_voices import list_voices
from engage.themes.models import ClusteringRun, ThemeAct
from engage.themes.placed import IN_THEME
from engage.themes.queries import (
    ThemeSummary,
    Totals,
    get_theme,
    get_totals,
    list_themes,
    peek_theme,
    peek_themes,
)
from engage.themes.question_views import Question, blueprint, questions
from engage.themes.reading import (
    Batch,
    CommentFilter,
    CommentPage,
    Stretch,
    list_batch,
    list_comments,
)
from engage.themes.reading_forms import Choices, choices_of, filter_of_request
from engage.themes.review.acting import last_act, may_undo
from engage.themes.review.bench_showing import Bench, bench_of
from engage.themes.review.nesting import grow_tree
from engage.themes.review.pane_showing import (
    ReadingPane,
    batch_of_request,
    pane_of,
    reading_href,
    standing_asked,
    standing_name,
)
from engage.themes.review.reason_views import KeptReason, kept_reason
from engage.themes.reviewers.presence import claims_of
from engage.themes.runs.finding import latest_run
from engage.themes.runs.joining import count_new, drift_of
from engage.themes.runs.running import find_running
from engage.themes.runs.telling import Extract, get_extract
from engage.themes.showing import ListedTheme, Share, listed, shares
from engage.themes.trends import trends_of
from engage.web.access import access, current_actor
from engage.web.locale import plain
from engage.web.rendering import render, see_other


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
class BatchPage:
    """More comments for a review page that goes on while it is read."""

    pane: ReadingPane


@dataclass(frozen=True)
class ReviewPage:
    """Left the themes, in the middle the comments, right why and where it leads."""

    consultation: ConsultationSummary
    questions: tuple[Question, ...]
    question_code: str
    themes: tuple[ListedTheme, ...]
    theme_count: int
    totals: Totals
    ends: Ends
    theme: ThemeSummary | None
    heading: str
    chosen: CommentFilter
    page: CommentPage
    pane: ReadingPane
    about: About | None
    run: ClusteringRun | None
    undo_act: ThemeAct | None
    arrivals: Arrivals
    voices_apart: tuple[VoiceCard, ...]
    choices: Choices
    bench: Bench | None
    kept_reason: KeptReason | None
    base_href: str
    full_href: str
    page_hrefs: tuple[str, str]
    may_review: bool
    may_approve: bool


@blueprint.get("/consultations/<int:consultation_id>/themes")
@access(Permission.SEE_THEMES)
def index(consultation_id: int) -> Response:
    """Review the themes of a question, or begin where there are none."""
    if batch := batch_of_request():
        here = (consultation_id, request.args.get("question", ""))
        return _batch(here, None, standing_asked(), batch)
    asked = questions(consultation_id)
    code = request.args.get("question") or (asked[0].code if asked else "")
    if latest_run(consultation_id, code) is None or find_running(consultation_id, code):
        return see_other(url_for("themes.run", consultation_id=consultation_id, question=code))
    return _review(consultation_id, code, None, standing_asked())


@blueprint.get("/themes/<int:theme_id>")
@access(Permission.SEE_THEMES)
def show(theme_id: int) -> Response:
    """One theme with its comments."""
    if batch := batch_of_request():
        found = peek_theme(theme_id)
        return _batch((found.consultation_id, found.question_code), found, IN_THEME, batch)
    theme = get_theme(theme_id)
    return _review(theme.consultation_id, theme.question_code, theme, IN_THEME)


def _batch(
    here: tuple[int, str], theme: ThemeSummary | None, standing: str, batch: Batch
) -> Response:
    """The next comments of a page that is there already: no more is looked up than they need."""
    actor = current_actor()
    chosen = filter_of_request(theme, standing, actor.id)
    stretch = list_batch(*here, chosen, batch)
    page = BatchPage(pane_of(actor, here, peek_themes(*here), theme, chosen, stretch))
    # what is to be said of an act waits for the page that a person sees
    return render("staff/themes/batch.html", page, flashes=())


def _review(consultation_id: int, code: str, theme: ThemeSummary | None, standing: str) -> Response:
    actor, here = current_actor(), (consultation_id, code)
    themes = list_themes(*here)
    if theme is None and standing == IN_THEME and themes:
        theme = themes[0]
    chosen = filter_of_request(theme, standing, actor.id)
    page, totals = list_comments(*here, chosen), get_totals(*here)
    consultation, run = get_consultation(consultation_id), latest_run(*here)
    stretch = Stretch(page.comments, page.next_id)
    review = ReviewPage(
        consultation=consultation,
        questions=questions(consultation_id),
        question_code=code,
        themes=_listed(here, themes, theme),
        theme_count=len(themes),
        totals=totals,
        ends=count_ends(*here),
        theme=theme,
        heading=plain(theme.label) if theme else standing_name(standing),
        chosen=chosen,
        page=page,
        pane=pane_of(actor, here, themes, theme, chosen, stretch),
        about=_about(theme, totals) if theme else None,
        run=run,
        undo_act=_undoable(actor, here),
        arrivals=_arrivals(here, run),
        voices_apart=voice_cards(list_voices(*here)),
        choices=choices_of(consultation_id, totals),
        bench=bench_of(actor, consultation, theme, themes) if theme else None,
        kept_reason=kept_reason(here),
        base_href=request.path,
        full_href=request.full_path.rstrip("?"),
        page_hrefs=_page_hrefs(page, here, theme, standing),
        may_review=actor.may(Permission.REVIEW_THEMES),
        may_approve=actor.may(Permission.APPROVE_THEMES),
    )
    return render("staff/themes/review.html", review)


def _page_hrefs(
    page: CommentPage, here: tuple[int, str], theme: ThemeSummary | None, standing: str
) -> tuple[str, str]:
    """The page before this one and the page after it, as far as there are any."""
    place = (here, theme, standing)
    before = reading_href(*place, page=page.page - 1) if page.page > 1 else ""
    after = reading_href(*place, page=page.page + 1) if page.page < page.pages else ""
    return before, after


def _listed(
    here: tuple[int, str], themes: tuple[ThemeSummary, ...], current: ThemeSummary | None
) -> tuple[ListedTheme, ...]:
    claims = claims_of(theme.id for theme in themes)
    tree = grow_tree(*here, themes)
    return listed(tree, current.id if current else None, claims, trends_of(*here))


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
