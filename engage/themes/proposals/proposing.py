"""A run over a codebook: it starts from what people decided and only proposes.

Comments that people placed, and themes that people keep, are given to the machine and stay. It says
which other comments now fit another theme better, which themes are new, and which drafts no longer
hold together; a person accepts or rejects each part.
"""

import hashlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from engage import __version__
from engage.audit import record
from engage.kernel.actors import Actor, Permission
from engage.kernel.db import session, transaction
from engage.kernel.errors import Conflict, InvalidInput, message
from engage.kernel.jobs import JobContext, enqueue
from engage.themes.locks import settled_by_people
from engage.themes.models import Theme
from engage.themes.placed import current_run_id, placed_comments
from engage.themes.proposals.models import Proposal, ProposedPart
from engage.themes.proposals.rerun import Standing, find_changes
from engage.themes.review.nesting import parents_of
from engage.themes.runs.holding import HeldComments, held_comments
from engage.themes.runs.joining import standing_of
from engage.themes.runs.running import PROPOSE_JOB, find_running
from engage.themes.runs.trees import propose_tree

if TYPE_CHECKING:
    pass


def has_decisions(consultation_id: int, question_code: str) -> bool:
    """Whether people have decided anything here that a run has to keep."""
    settled = settled_by_people(consultation_id, question_code)
    return bool(settled.theme_of or settled.theme_ids)


def start_proposal(
    actor: Actor,
    question: tuple[int, str],
    kind: str = "change",
    n_themes: int | None = None,
    seed: int = 0,
) -> int:
    """Queue a run over the codebook (``change``), or a search for a tree; gives the job's number.

    Raises ``InvalidInput`` for a number of themes that makes no sense, ``Conflict`` where no run
    has been made or one is under way.
    """
    actor.require(Permission.REVIEW_THEMES)
    if n_themes is not None and not 2 <= n_themes <= 200:
        text = message("themes", "Ask for between 2 and 200 themes, or leave it to the machine.")
        raise InvalidInput(text, {"n_themes": text})
    with transaction():
        if find_running(*question) is not None:
            raise Conflict(message("themes", "Themes are being found already."))
        if current_run_id(*question) is None:
            raise Conflict(message("themes", "There are no themes to start from yet."))
        arguments = {
            "consultation_id": question[0],
            "question_code": question[1],
            "kind": kind,
            "n_themes": n_themes,
            "seed": seed,
        }
        record(actor, "themes.propose", ("consultation", question[0]), details=arguments)
        return enqueue(PROPOSE_JOB, arguments, actor.id)


def propose_job(context: JobContext, arguments: dict[str, Any]) -> dict[str, Any]:
    """Work out what would change and store it as a proposal; nothing else is touched."""
    question = (int(arguments["consultation_id"]), str(arguments["question_code"]))
    with held_comments(*question) as (comments, folder):
        standing = _standing(question, comments)
        base, parents = current_run_id(*question), parents_of(*question)
        session().rollback()
        figures: dict[str, Any] = {}
        if arguments["kind"] == "tree":
            parts = propose_tree(context, comments, standing.where, parents, int(arguments["seed"]))
        else:
            parts, figures = find_changes(context, question, standing, arguments, folder)
        digest, count = _digest(comments), len(comments)
    with transaction() as current:
        current.execute(
            update(Proposal)
            .where(
                Proposal.consultation_id == question[0],
                Proposal.question_code == question[1],
                Proposal.kind == arguments["kind"],
            )
            .values(state="archived")
        )
        row = Proposal(
            consultation_id=question[0],
            question_code=question[1],
            kind=arguments["kind"],
            base_run_id=base,
            parameters={"n_themes": arguments["n_themes"], "seed": arguments["seed"]},
            engine_version=__version__,
            input_digest=digest,
            comment_count=count,
            figures=figures | {"locked": len(standing.locked), "kept": len(standing.kept)},
        )
        current.add(row)
        current.flush()
        for part in parts:
            current.add(ProposedPart(proposal_id=row.id, **part.as_columns()))
        return {"proposal_id": row.id, "parts": len(parts)}


def _digest(comments: HeldComments) -> str:
    digest = hashlib.sha256()
    for comment in comments:
        digest.update(f"{comment.id}\n{comment.language}\n{comment.text}\0".encode())
    return digest.hexdigest()


def _standing(question: tuple[int, str], comments: HeldComments) -> Standing:
    settled = settled_by_people(*question)
    placed = placed_comments(*question)
    locked = session().scalars(select(placed.c.id).where(placed.c.is_by_person))
    drafts = session().scalars(
        select(Theme.id).where(
            Theme.consultation_id == question[0],
            Theme.question_code == question[1],
            Theme.state == "draft",
            Theme.merged_into_id.is_(None),
            Theme.id.not_in(settled.theme_ids),
        )
    )
    return Standing(
        comments,
        standing_of(*question),
        frozenset(locked),
        settled.theme_ids,
        frozenset(drafts),
    )
