"""The survey language: documents, the way through them, and answers from every channel.

A survey is a JSON document (``docs/survey-language.md``). ``read_survey`` checks and reads it; then
``read_form`` and ``as_written`` turn what came in into answers, ``route`` says what is asked under
them, ``validate`` and ``finish`` hold them against the rules, ``review`` and ``tally`` show them.
Answers are plain JSON values by question code; one that is absent was not given.
"""

from engage.engines.questionnaire.boundaries import Boundary, RefusedBoundaries, read_boundaries
from engage.engines.questionnaire.changes import (
    QuestionChange,
    SurveyChanges,
    asks_something_else,
    compare_surveys,
)
from engage.engines.questionnaire.conditions import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Expressed,
    Not,
    build_condition,
)
from engage.engines.questionnaire.digests import canonical, survey_digest
from engage.engines.questionnaire.ease import reading_ease
from engage.engines.questionnaire.editing import (
    CannotEdit,
    add_copies,
    add_from_library,
    add_page,
    add_question,
    change_part,
    duplicate,
    move,
    new_document,
    remove,
    set_options,
)
from engage.engines.questionnaire.entries import (
    entries_in,
    pages_of_entries,
    unfinished_entries,
    with_entry,
    without_entry,
)
from engage.engines.questionnaire.expressions.calendar import answered_on, use_calendar
from engage.engines.questionnaire.expressions.parsing import (
    UnreadableExpression,
    read_expression,
)
from engage.engines.questionnaire.expressions.trees import Names, write_condition
from engage.engines.questionnaire.expressions.writing import write_expression
from engage.engines.questionnaire.form_reading import Reading, read_form, write_form
from engage.engines.questionnaire.keying import (
    RESERVED_WORDS,
    Keyed,
    Spoken,
    as_written,
    read_aloud,
)
from engage.engines.questionnaire.kinds import KINDS, PARTS
from engage.engines.questionnaire.kinds.kind import Cell, Tally
from engage.engines.questionnaire.kinds.scale import points_of
from engage.engines.questionnaire.lengths import WayLength, shortest_and_longest
from engage.engines.questionnaire.library import (
    LIBRARY,
    from_library,
    lists_own_options,
    unspoken,
    with_library_written,
)
from engage.engines.questionnaire.lines import TextPlace, lines_of
from engage.engines.questionnaire.model import (
    DONT_KNOW,
    Answers,
    LocaleText,
    Option,
    OwnPicture,
    Page,
    Question,
    Section,
    Survey,
    Value,
    in_locale,
    is_blank,
)
from engage.engines.questionnaire.numerals import read_number
from engage.engines.questionnaire.ordering import options_in_order
from engage.engines.questionnaire.outlines import Outline
from engage.engines.questionnaire.pictures import PICTURES
from engage.engines.questionnaire.pipes import with_gaps, with_places
from engage.engines.questionnaire.problems import Problem, SurveyProblems
from engage.engines.questionnaire.reaching import unreachable
from engage.engines.questionnaire.reading import check_survey, read_survey
from engage.engines.questionnaire.reviewing import ReviewLine, comments_of, line_of, review
from engage.engines.questionnaire.routing import (
    as_asked_now,
    at_kiosk,
    brings_up_more,
    gates_of,
    is_listed,
    next_page,
    previous_page,
    progress,
    route,
)
from engage.engines.questionnaire.schema import survey_schema
from engage.engines.questionnaire.scopes import Scope
from engage.engines.questionnaire.section_checks import counted_entries
from engage.engines.questionnaire.sections import MOST_ENTRIES, as_in_document
from engage.engines.questionnaire.tallying import tally
from engage.engines.questionnaire.validation import Finished, finish, validate
from engage.engines.questionnaire.wording import (
    Wording,
    in_every_language,
    texts_of,
    with_words,
)

__all__ = [
    "DONT_KNOW",
    "KINDS",
    "LIBRARY",
    "MOST_ENTRIES",
    "PARTS",
    "PICTURES",
    "RESERVED_WORDS",
    "AllOf",
    "Answers",
    "AnyOf",
    "Boundary",
    "CannotEdit",
    "Cell",
    "Comparison",
    "Condition",
    "Expressed",
    "Finished",
    "Keyed",
    "LocaleText",
    "Names",
    "Not",
    "Option",
    "Outline",
    "OwnPicture",
    "Page",
    "Problem",
    "Question",
    "QuestionChange",
    "Reading",
    "RefusedBoundaries",
    "ReviewLine",
    "Scope",
    "Section",
    "Spoken",
    "Survey",
    "SurveyChanges",
    "SurveyProblems",
    "Tally",
    "TextPlace",
    "UnreadableExpression",
    "Value",
    "WayLength",
    "Wording",
    "add_copies",
    "add_from_library",
    "add_page",
    "add_question",
    "answered_on",
    "as_asked_now",
    "as_in_document",
    "as_written",
    "asks_something_else",
    "at_kiosk",
    "brings_up_more",
    "build_condition",
    "canonical",
    "change_part",
    "check_survey",
    "comments_of",
    "compare_surveys",
    "counted_entries",
    "duplicate",
    "entries_in",
    "expressions",
    "finish",
    "from_library",
    "gates_of",
    "in_every_language",
    "in_locale",
    "is_blank",
    "is_listed",
    "line_of",
    "lines_of",
    "lists_own_options",
    "move",
    "new_document",
    "next_page",
    "options_in_order",
    "pages_of_entries",
    "points_of",
    "previous_page",
    "progress",
    "read_aloud",
    "read_boundaries",
    "read_expression",
    "read_form",
    "read_number",
    "read_survey",
    "reading_ease",
    "remove",
    "review",
    "route",
    "set_options",
    "shortest_and_longest",
    "survey_digest",
    "survey_schema",
    "tally",
    "texts_of",
    "unfinished_entries",
    "unreachable",
    "unspoken",
    "use_calendar",
    "validate",
    "with_entry",
    "with_gaps",
    "with_library_written",
    "with_places",
    "with_words",
    "without_entry",
    "write_condition",
    "write_expression",
    "write_form",
]
