"""What a run over the codebook proposes: read it, accept parts, reject parts."""

from dataclasses import dataclass

from flask import Response, request, url_for
from flask_babel import npgettext, pgettext

from engage.consultations import ConsultationSummary, get_consultation
from engage.kernel.actors import Permission
from engage.kernel.errors import Conflict, InvalidInput
from engage.themes.models import ThemeAct
from engage.themes.proposals.deciding import (
    ShownPart,
    ShownProposal,
    accept_parts,
    find_proposal,
    get_question_of_proposal,
    reject_parts,
)
from engage.themes.proposals.proposing import start_proposal
from engage.themes.queries import list_themes
from engage.themes.question_views import Question, back, blueprint, chosen_question, questions
from engage.themes.review.acting import last_act, may_undo
from engage.themes.runs.running import find_running
from engage.themes.showing import stability_note
from engage.web.access import access, current_actor
from engage.web.locale import listing, plain, translate
from engage.web.rendering import flash, render, see_other


@dataclass(frozen=True)
class PartCard:
    """A proposed change in words; ``note`` says where its comments stand now."""

    part: ShownPart
    heading: str
    note: str
    stability: str
    decided: str


@dataclass(frozen=True)
class PartGroup:
    """The proposed changes of one kind."""

    heading: str
    text: str
    cards: tuple[PartCard, ...]


@dataclass(frozen=True)
class ProposalPage:
    """A proposal; without one, the way to ask for it."""

    consultation: ConsultationSummary
    questions: tuple[Question, ...]
    question_code: str
    kind: str
    proposal: ShownProposal | None
    groups: tuple[PartGroup, ...]
    open_parts: int
    undo_act: ThemeAct | None
    may_review: bool
    may_approve: bool


@blueprint.get("/consultations/<int:consultation_id>/themes/proposal")
@access(Permission.SEE_THEMES)
def proposal(consultation_id: int) -> Response:
    """What would change."""
    asked = questions(consultation_id)
    code = chosen_question(asked)
    kind = "tree" if request.args.get("kind") == "tree" else "change"
    if find_running(consultation_id, code):
        return see_other(_waiting(consultation_id, code, kind))
    found = find_proposal(consultation_id, code, kind)
    names = {theme.id: plain(theme.label) for theme in list_themes(consultation_id, code)}
    actor = current_actor()
    latest = last_act(consultation_id, code)
    page = ProposalPage(
        get_consultation(consultation_id),
        asked,
        code,
        kind,
        found,
        _groups(found, names) if found else (),
        sum(part.state == "open" for part in found.parts) if found else 0,
        latest if latest and may_undo(actor, latest) else None,
        actor.may(Permission.REVIEW_THEMES),
        actor.may(Permission.APPROVE_THEMES),
    )
    return render("staff/themes/proposal.html", page)


@blueprint.post("/consultations/<int:consultation_id>/themes/proposal")
@access(Permission.REVIEW_THEMES)
def ask_for_proposal(consultation_id: int) -> Response:
    """Let the machine read the comments again; it only proposes."""
    code = request.form.get("question", "")
    kind = "tree" if request.form.get("kind") == "tree" else "change"
    try:
        start_proposal(
            current_actor(),
            (consultation_id, code),
            kind,
            request.form.get("n_themes", type=int),
            request.form.get("seed", 0, type=int),
        )
    except InvalidInput as problem:
        flash("bad", translate(problem.message))
        return see_other(url_for("themes.run", consultation_id=consultation_id, question=code))
    return see_other(_waiting(consultation_id, code, kind))


@blueprint.post("/themes/proposals/<int:proposal_id>")
@access(Permission.APPROVE_THEMES)
def decide_proposal(proposal_id: int) -> Response:
    """Accept or reject the chosen parts."""
    consultation_id, code, kind = get_question_of_proposal(proposal_id)
    chosen = request.form.getlist("part", type=int)
    home = url_for("themes.proposal", consultation_id=consultation_id, question=code, kind=kind)
    try:
        if request.form.get("act") == "reject":
            count = reject_parts(current_actor(), proposal_id, chosen)
            text = npgettext(
                "proposal", "%(num)s change was rejected.", "%(num)s changes were rejected.", count
            )
        else:
            count = accept_parts(current_actor(), proposal_id, chosen)
            text = npgettext(
                "proposal",
                "Accepted. %(num)s comment moved.",
                "Accepted. %(num)s comments moved.",
                count,
            )
    except (InvalidInput, Conflict) as problem:
        flash("bad", translate(problem.message))
        return see_other(home)
    return back(consultation_id, code, text, home)


def _waiting(consultation_id: int, code: str, kind: str) -> str:
    return url_for("themes.run", consultation_id=consultation_id, question=code, then=kind)


def _groups(found: ShownProposal, names: dict[int, str]) -> tuple[PartGroup, ...]:
    texts = {
        "new": (
            pgettext("proposal", "New themes"),
            pgettext("proposal", "Groups of comments that no theme of the codebook covers."),
        ),
        "part": (
            pgettext("proposal", "Sub-themes"),
            pgettext("proposal", "Parts of a theme that come out again from half of its comments."),
        ),
        "family": (
            pgettext("proposal", "Themes that belong together"),
            pgettext("proposal", "A theme over them would count the comments of all."),
        ),
        "move": (
            pgettext("proposal", "Comments that would move"),
            pgettext("proposal", "Comments that the machine placed and that fit another theme."),
        ),
        "dissolve": (
            pgettext("proposal", "Drafts that fell apart"),
            pgettext("proposal", "Nobody has worked on them, and they were not found again."),
        ),
    }
    groups = []
    for kind, (heading, text) in texts.items():
        cards = tuple(_card(part, names) for part in found.parts if part.kind == kind)
        if cards:
            groups.append(PartGroup(heading, text, cards))
    return tuple(groups)


def _card(part: ShownPart, names: dict[int, str]) -> PartCard:
    gone = pgettext("proposal", "a theme that is no longer there")
    own = names.get(part.theme_id or 0, gone)
    heading = {
        "new": plain(part.label),
        "part": pgettext(
            "proposal", "%(part)s, under “%(theme)s”", part=plain(part.label), theme=own
        ),
        "family": plain(part.label),
        "move": pgettext("proposal", "to “%(theme)s”", theme=own),
        "dissolve": own,
    }[part.kind]
    decided = {
        "open": "",
        "accepted": pgettext("proposal", "accepted by %(name)s", name=part.decided_by),
        "rejected": pgettext("proposal", "rejected by %(name)s", name=part.decided_by),
    }[part.state]
    return PartCard(
        part,
        heading,
        _note(part, names, gone),
        stability_note(part.stability, part.fell_apart) if part.kind == "new" else "",
        decided,
    )


def _note(part: ShownPart, names: dict[int, str], gone: str) -> str:
    if part.kind == "family":
        return listing([names.get(theme, gone) for theme in part.theme_ids])
    if part.kind == "dissolve":
        return npgettext(
            "proposal",
            "%(num)s comment that stands here would wait for a person.",
            "%(num)s comments that stand here would wait for a person.",
            part.movable,
        )
    nowhere = pgettext("proposal", "in no theme")
    sources = [
        pgettext(
            "proposal",
            "%(theme)s (%(count)s)",
            theme=nowhere if theme is None else names.get(theme, gone),
            count=count,
        )
        for theme, count in part.sources
    ]
    return pgettext("proposal", "They stand now: %(themes)s", themes=listing(sources))
