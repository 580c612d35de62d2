"""The page that says what groups raised more or less often than all."""

from dataclasses import dataclass

from flask import Response, request
from flask_babel import pgettext

from engage.consultations import ConsultationSummary, get_consultation
from engage.kernel.actors import Permission
from engage.themes.groups.comparing import BY_STANCE, BY_THEME, get_group_table, list_variables
from engage.themes.groups.population import weighing_questions
from engage.themes.groups.showing import (
    GroupRow,
    Said,
    Variable,
    group_name,
    group_rows,
    row_name,
    sentences,
)
from engage.themes.groups.weighing import known_populations
from engage.themes.groups.weighting_showing import ShownWeighting, shown_weighting
from engage.themes.question_views import Question, blueprint, chosen_question, questions
from engage.web.access import access, current_actor
from engage.web.locale import plain
from engage.web.rendering import render


@dataclass(frozen=True)
class GroupsPage:
    """Sentences first, then bars, then every figure."""

    consultation: ConsultationSummary
    questions: tuple[Question, ...]
    question_code: str
    variables: tuple[Variable, ...]
    variable: str
    is_by_stance: bool
    people: int
    groups: tuple[tuple[str, int | None], ...]
    said: tuple[Said, ...]
    rows: tuple[GroupRow, ...]
    is_overlapping: bool
    weighed_by: frozenset[str]
    weighed: tuple[Variable, ...]
    weighting: ShownWeighting | None
    can_weigh: bool


@blueprint.get("/consultations/<int:consultation_id>/themes/groups")
@access(Permission.SEE_THEMES)
def groups(consultation_id: int) -> Response:
    """What groups say."""
    asked = questions(consultation_id)
    code = chosen_question(asked)
    variable = request.args.get("by", "channel")
    by_row = BY_STANCE if request.args.get("rows") == BY_STANCE else BY_THEME
    weighed_by = frozenset(request.args.getlist("weighed"))
    table = get_group_table(consultation_id, code, variable, by_row, weighed_by)
    askable = weighing_questions(consultation_id)
    entered = [one.question_code for one in known_populations(consultation_id)]
    page = GroupsPage(
        consultation=get_consultation(consultation_id),
        questions=asked,
        question_code=code,
        variables=_variables(consultation_id),
        variable=variable,
        is_by_stance=by_row == BY_STANCE,
        people=table.people,
        groups=tuple((group_name(group, variable), group.size) for group in table.groups),
        said=sentences(table, variable, consultation_id, code),
        rows=group_rows(table, variable, consultation_id, code),
        is_overlapping=table.is_overlapping,
        weighed_by=weighed_by,
        weighed=tuple(Variable(code, plain(askable[code].label)) for code in entered),
        weighting=shown_weighting(table, consultation_id, tuple(map(row_name, table.rows))),
        can_weigh=bool(askable) and current_actor().may(Permission.REVIEW_THEMES),
    )
    return render("staff/themes/groups.html", page)


def _variables(consultation_id: int) -> tuple[Variable, ...]:
    return (
        Variable("channel", pgettext("groups", "Channel")),
        Variable("language", pgettext("groups", "Language")),
        *(
            Variable(question.code, plain(question.label))
            for question in list_variables(consultation_id)
        ),
    )
