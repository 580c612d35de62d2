"""The variables of an export for statistics: names, labels and codes in the page's language."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from flask_babel import pgettext

from engage.engines.questionnaire import Question, tally
from engage.kernel.languages import language
from engage.surveys import list_versions
from engage.themes.export.coded_comments import CodedComment, answer_in_words, exported_questions
from engage.themes.export.sav import Variable
from engage.themes.export.showing import disposition_name
from engage.themes.queries import ThemeSummary
from engage.themes.showing import state_name
from engage.themes.stances.showing import stance_name
from engage.themes.stances.sides import STANCES
from engage.web.channels import channel_name
from engage.web.locale import current_locale, plain

STATES = ("draft", "in_review", "approved", "archived")
_SIDES = {stance: at for at, stance in enumerate(STANCES, start=1)}


def variables_of(
    consultation_id: int,
    themes: Sequence[ThemeSummary],
    questions: Mapping[str, str],
) -> tuple[Variable, ...]:
    """What is known of a comment, then a pair for each theme, then the closed answers."""
    answers = [
        variable
        for question in exported_questions(consultation_id)
        for variable in _answers(consultation_id, question)
    ]
    return (*_about(themes, questions), *_themes(themes), *answers)


def _about(themes: Sequence[ThemeSummary], questions: Mapping[str, str]) -> list[Variable]:
    names = {theme.id: plain(theme.label) for theme in themes}
    states = {at: state_name(state) for at, state in enumerate(STATES, start=1)}
    return [
        Variable("comment", pgettext("export", "Comment"), lambda c: c.number),
        Variable("response", pgettext("export", "Response"), lambda c: c.response),
        _words("text", pgettext("export", "Text"), lambda c: c.text),
        _words("language", pgettext("export", "Language"), lambda c: language(c.language).name),
        _words("channel", pgettext("export", "Channel"), lambda c: channel_name(c.channel)),
        _words(
            "question",
            pgettext("export", "Question"),
            lambda c: questions.get(c.question, c.question),
        ),
        Variable("theme", pgettext("export", "Theme"), lambda c: c.theme_id, names),
        Variable(
            "theme_state",
            pgettext("export", "State of the theme"),
            lambda c: STATES.index(c.theme_state) + 1 if c.theme_state in STATES else None,
            states,
        ),
        Variable("score", pgettext("export", "Score"), lambda c: c.score, is_whole=False),
        Variable(
            "by_person",
            pgettext("export", "Placed by"),
            lambda c: int(c.is_by_person),
            {0: pgettext("export", "machine"), 1: pgettext("export", "person")},
        ),
        Variable("campaign", pgettext("export", "Campaign"), lambda c: c.campaign),
        _words(
            "disposition",
            pgettext("export", "Disposition of the response"),
            lambda c: disposition_name(c.disposition),
        ),
    ]


def _themes(themes: Sequence[ThemeSummary]) -> list[Variable]:
    """Whether a comment stands in each theme, and on which side: it may stand in several."""
    inside = {0: pgettext("export", "no"), 1: pgettext("export", "yes")}
    sides = {number: stance_name(stance) for stance, number in _SIDES.items()}
    found = []
    for theme in themes:
        name = plain(theme.label)
        found.append(Variable(f"in_{theme.id}", name, _is_in(theme.id), inside))
        if theme.stances.is_known:
            label = pgettext("export", "Stance in “%(theme)s”", theme=name)
            found.append(Variable(f"stance_{theme.id}", label, _side_in(theme.id), sides))
    return found


def _stances(comment: CodedComment) -> dict[int, str]:
    found = {each.theme_id: each.stance for each in comment.further}
    if comment.theme_id is not None:
        found[comment.theme_id] = comment.stance
    return found


def _is_in(theme_id: int) -> Callable[[CodedComment], int]:
    return lambda c: int(theme_id in _stances(c))


def _side_in(theme_id: int) -> Callable[[CodedComment], int | None]:
    return lambda c: _SIDES.get(_stances(c).get(theme_id, ""))


def _answers(consultation_id: int, question: Question) -> list[Variable]:
    label, code = plain(question.label) or question.code, question.code
    options = _options(consultation_id, question) if question.is_closed else {}
    if options and question.kind == "multiple_choice":
        ticked = {0: pgettext("export", "no"), 1: pgettext("export", "yes")}
        return [
            Variable(f"{code}_{option}", f"{label}: {words}", _ticks(code, option), ticked)
            for option, words in options.items()
        ]
    if options and question.kind != "ranking":
        numbers = _numbers(options)
        return [
            Variable(
                code,
                label,
                lambda c: numbers.get(str(c.answers[code])) if code in c.answers else None,
                {number: options[option] for option, number in numbers.items()},
            )
        ]
    if question.kind in ("number", "amount"):
        return [Variable(code, label, lambda c: _number(c.answers.get(code)), is_whole=False)]
    locale = current_locale()
    return [
        _words(
            code,
            label,
            lambda c: (
                str(answer_in_words(question, c.answers[code], locale)) if code in c.answers else ""
            ),
        )
    ]


def _options(consultation_id: int, question: Question) -> dict[str, str]:
    """Code to words of all answers that could be ticked in any version, the newest words."""
    found: dict[str, str] = {}
    for version in list_versions(consultation_id):
        for asked in version.content.questions:
            if asked.code == question.code and asked.kind == question.kind:
                cells = tally(asked, ()).cells
                found |= {cell.code: plain(cell.label) or cell.code for cell in cells}
    return found


def _numbers(options: Iterable[str]) -> dict[str, int]:
    """A number for each answer: its own where it is one, else the next that is free."""
    listed = list(options)
    own = {option: int(option) for option in listed if option.isdecimal()}
    free = max(own.values(), default=0) + 1
    others = [option for option in listed if option not in own]
    return own | {option: free + at for at, option in enumerate(others)}


def _ticks(code: str, option: str) -> Callable[[CodedComment], int | None]:
    return lambda c: int(option in c.answers[code]) if code in c.answers else None


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _words(name: str, label: str, of: Callable[[CodedComment], str]) -> Variable:
    return Variable(name, label, of, is_text=True)
