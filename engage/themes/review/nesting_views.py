"""All themes of a question as a list, and where each of them stands in the tree."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Response, request, url_for
from flask_babel import npgettext, pgettext

from engage.consultations import ConsultationSummary, get_consultation
from engage.kernel.actors import Permission
from engage.kernel.errors import Conflict, InvalidInput
from engage.kernel.languages import language
from engage.themes.forms import ThemeForm
from engage.themes.models import ThemeAct
from engage.themes.queries import ThemeSummary, get_theme, list_themes
from engage.themes.question_views import (
    Question,
    blueprint,
    chosen_question,
    done_at,
    inside,
    questions,
)
from engage.themes.review.acting import last_act, may_undo
from engage.themes.review.bench_showing import remarks_in_words
from engage.themes.review.nesting import (
    Branch,
    count_together,
    grow_tree,
    may_stand_under,
    nest_theme,
    parents_of,
    with_all_below,
)
from engage.themes.reviewers.presence import claims_of
from engage.themes.showing import STATES, stability_note, state_name, trend_text
from engage.themes.trends import trends_of
from engage.web.access import access, current_actor
from engage.web.channels import channel_name
from engage.web.locale import listing, plain
from engage.web.rendering import render

MOST_NAMED = 3


@dataclass(frozen=True)
class Row:
    """A theme in the list of all; ``above_id`` is the theme before it that it may stand under."""

    branch: Branch
    trend: str
    channels: str
    languages: str
    stability: str
    state: str
    state_kind: str
    claimed_by: str
    remarks: tuple[str, ...]
    above_id: int | None
    is_nested: bool


@dataclass(frozen=True)
class ListPage:
    """All themes of a question."""

    consultation: ConsultationSummary
    questions: tuple[Question, ...]
    question_code: str
    rows: tuple[Row, ...]
    undo_act: ThemeAct | None
    may_review: bool


@dataclass(frozen=True)
class NestPage:
    """Choose the theme over a theme, and see what becomes of the counts."""

    consultation: ConsultationSummary
    theme: ThemeSummary
    form: ThemeForm
    parent_id: int | None
    offered: tuple[ThemeSummary, ...]
    is_asked: bool
    preview: tuple[str, ...]
    back_href: str


@blueprint.get("/consultations/<int:consultation_id>/themes/list")
@access(Permission.SEE_THEMES)
def theme_list(consultation_id: int) -> Response:
    """Every theme with its size, trend, channels, languages and stability, as a tree."""
    asked = questions(consultation_id)
    code = chosen_question(asked)
    actor = current_actor()
    latest = last_act(consultation_id, code)
    page = ListPage(
        get_consultation(consultation_id),
        asked,
        code,
        _rows(consultation_id, code),
        latest if latest and may_undo(actor, latest) else None,
        actor.may(Permission.REVIEW_THEMES),
    )
    return render("staff/themes/list.html", page)


@blueprint.route("/themes/<int:theme_id>/nest", methods=["GET", "POST"])
@access(Permission.REVIEW_THEMES)
def nest(theme_id: int) -> Response:
    """Put a theme under another, or at the top; first shown, then done."""
    theme = get_theme(theme_id)
    question = (theme.consultation_id, theme.question_code)
    parents = parents_of(*question)
    form = ThemeForm.of_request(version=theme.version)
    home = url_for("themes.theme_list", consultation_id=question[0], question=question[1])
    onward = inside(request.values.get("next")) or home
    asked = request.values.get("parent")
    parent = request.values.get("parent", type=int) or None
    if request.method == "POST":
        try:
            version = form.version.data or 0
            nest_theme(current_actor(), theme_id, version, parent, request.form.get("reason", ""))
            under = pgettext("nesting", "The theme stands under another now.")
            top = pgettext("nesting", "The theme stands at the top now.")
            return done_at(theme, under if parent else top, onward)
        except (InvalidInput, Conflict) as problem:
            form.refuse(InvalidInput(problem.message))
    others = list_themes(*question)
    offered = tuple(one for one in others if may_stand_under(theme_id, parents, one.id))
    names = {one.id: plain(one.label) for one in others}
    fits = parent is None or parent in {one.id for one in offered}
    is_asked = asked is not None and fits
    page = NestPage(
        get_consultation(theme.consultation_id),
        theme,
        form,
        parent if asked is not None else parents.get(theme_id),
        offered,
        is_asked,
        _preview(theme, parent, parents, names) if is_asked else (),
        onward,
    )
    return render("staff/themes/nest.html", page, 422 if form.problems else 200)


def _preview(
    theme: ThemeSummary, parent: int | None, parents: Mapping[int, int], names: Mapping[int, str]
) -> tuple[str, ...]:
    """What becomes of the counts, in sentences."""
    question = (theme.consultation_id, theme.question_code)
    own = with_all_below(theme.id, parents)
    found = []
    before = parents.get(theme.id)
    if before is not None and before != parent:
        rest = [one for one in with_all_below(before, parents) if one not in own]
        count = count_together(*question, rest)
        found.append(_would_count(names[before], count))
    if parent is not None:
        together = count_together(*question, [*with_all_below(parent, parents), *own])
        found.append(_would_count(names[parent], together))
        alone = count_together(*question, with_all_below(parent, parents))
        both = alone + count_together(*question, own) - together
        if both and before != parent:
            found.append(
                npgettext(
                    "nesting",
                    "%(num)s comment stands in both and counts once.",
                    "%(num)s comments stand in both and count once.",
                    both,
                )
            )
    if len(own) > 1:
        found.append(
            npgettext(
                "nesting",
                "%(num)s theme under it comes along.",
                "%(num)s themes under it come along.",
                len(own) - 1,
            )
        )
    return tuple(found)


def _would_count(name: str, count: int) -> str:
    return npgettext(
        "nesting",
        "“%(theme)s” with all under it would hold %(num)s comment.",
        "“%(theme)s” with all under it would hold %(num)s comments.",
        count,
        theme=name,
    )


def _rows(consultation_id: int, code: str) -> tuple[Row, ...]:
    themes = list_themes(consultation_id, code)
    tree = grow_tree(consultation_id, code, themes)
    parents = parents_of(consultation_id, code)
    claims = claims_of(theme.id for theme in themes)
    trends = trends_of(consultation_id, code)
    last_at: dict[int, int] = {}
    rows = []
    for branch in tree:
        theme = branch.theme
        above = last_at.get(branch.depth)
        last_at[branch.depth] = theme.id
        for deeper in [depth for depth in last_at if depth > branch.depth]:
            del last_at[deeper]
        claim = claims.get(theme.id)
        rows.append(
            Row(
                branch,
                trend_text(trends.get(theme.id)),
                _named(theme.by_channel or {}, channel_name),
                _named(theme.by_language or {}, lambda one: language(one).name),
                stability_note(theme.stability, theme.fell_apart),
                state_name(theme.state),
                STATES[theme.state],
                claim.actor_name if claim else "",
                remarks_in_words(theme, themes),
                above if above and may_stand_under(theme.id, parents, above) else None,
                theme.id in parents,
            )
        )
    return tuple(rows)


def _named(counts: Mapping[str, int], name_of: Callable[[str], str]) -> str:
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_NAMED]
    return listing([name_of(code) for code, _count in most])
