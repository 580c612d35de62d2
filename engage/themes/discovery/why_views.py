"""Why a theme is one: the page that says so."""

from dataclasses import dataclass

from flask import Response
from flask_babel import format_decimal, npgettext, pgettext

from engage.consultations import ConsultationSummary, get_consultation
from engage.kernel.actors import Permission
from engage.themes.discovery.why import Why, get_why
from engage.themes.models import ClusteringRun
from engage.themes.queries import ThemeSummary, get_theme, list_themes
from engage.themes.question_views import blueprint
from engage.themes.runs.finding import latest_run
from engage.themes.runs.repeats import REPEATS, is_loose
from engage.themes.showing import CommentCard, cards
from engage.web.access import access
from engage.web.locale import percent, plain
from engage.web.rendering import render


@dataclass(frozen=True)
class ShownRival:
    """Another theme that some comments lean to."""

    theme: ThemeSummary
    text: str


@dataclass(frozen=True)
class WhyPage:
    """What holds a theme together, in sentences, with its comments at both ends."""

    consultation: ConsultationSummary
    theme: ThemeSummary
    run: ClusteringRun | None
    sentences: tuple[str, ...]
    is_shaky: bool
    stability: str
    rivals: tuple[ShownRival, ...]
    nearest: tuple[CommentCard, ...]
    unlike: tuple[CommentCard, ...]


@blueprint.get("/themes/<int:theme_id>/why")
@access(Permission.SEE_THEMES)
def why(theme_id: int) -> Response:
    """Words, nearest and most unlike comments, cohesion, rivals, and the run's settings."""
    theme = get_theme(theme_id)
    found = get_why(theme_id)
    themes = {one.id: one for one in list_themes(theme.consultation_id, theme.question_code)}
    labels = {number: plain(one.label) for number, one in themes.items()}
    page = WhyPage(
        get_consultation(theme.consultation_id),
        theme,
        latest_run(theme.consultation_id, theme.question_code),
        _sentences(found),
        is_loose(theme.stability, theme.fell_apart),
        stability_sentence(theme.stability, theme.fell_apart),
        tuple(
            ShownRival(themes[rival.theme_id], _rivalry(rival.comments, rival.score))
            for rival in found.rivals
            if rival.theme_id in themes
        ),
        cards(found.nearest, labels),
        cards(found.unlike, labels),
    )
    return render("staff/themes/why.html", page)


def stability_sentence(stability: float | None, fell_apart: int | None) -> str:
    """How a theme stood up to being found again from parts of the comments, in sentences."""
    if stability is None:
        return pgettext("why", "People made this theme; the machine did not look for it.")
    said = [] if fell_apart is None else [_repeats(fell_apart)]
    said.append(
        pgettext(
            "why",
            "On average, this theme and its nearest match in a repeat had %(share)s of their "
            "comments in common.",
            share=percent(stability),
        )
    )
    if is_loose(stability, fell_apart):
        said.append(
            pgettext(
                "why",
                "It may be two things, or half of one: read it before you rely on it, and split or "
                "merge it.",
            )
        )
    return " ".join(said)


def _repeats(fell_apart: int) -> str:
    if fell_apart:
        return pgettext(
            "why",
            "The run was repeated on %(repeats)s parts of the comments. This theme fell apart in "
            "%(num)s of them: no theme there had half of its comments in common with it.",
            repeats=REPEATS,
            num=fell_apart,
        )
    return pgettext(
        "why",
        "The run was repeated on %(repeats)s parts of the comments. This theme held together in "
        "each: a theme there had half of its comments or more in common with it.",
        repeats=REPEATS,
    )


def _sentences(why: Why) -> tuple[str, ...]:
    found = [
        npgettext("why", "%(num)s comment stands here.", "%(num)s comments stand here.", why.size)
    ]
    if why.by_people:
        found.append(
            npgettext(
                "why",
                "People placed %(num)s of them.",
                "People placed %(num)s of them.",
                why.by_people,
            )
        )
    if why.cohesion is not None:
        found.append(
            pgettext(
                "why",
                "On average, words that the machine had not seen put a comment here with a chance "
                "of %(share)s.",
                share=percent(why.cohesion),
            )
        )
        found.append(
            npgettext(
                "why",
                "%(num)s of them leans at least half as much to another theme.",
                "%(num)s of them lean at least half as much to another theme.",
                why.torn,
            )
        )
    return tuple(found)


def _rivalry(count: int, score: float) -> str:
    return npgettext(
        "why",
        "%(num)s comment leans to it, with a score of %(score)s",
        "%(num)s comments lean to it, with a score of %(score)s on average",
        count,
        score=format_decimal(round(score, 2)),
    )
