"""What differs between two versions of a survey, question by question: codes say which is which."""

from dataclasses import dataclass, fields
from difflib import SequenceMatcher

from engage.engines.questionnaire.model import LocaleText, Option, Page, Question, Survey
from engage.engines.questionnaire.sections import as_in_document

WORDING = (
    *("label", "hint", "text", "short_label", "low_label", "high_label", "dont_know_label"),
    *("constraint_message", "required_message", "interviewer_note", "interviewer_script"),
)
# From this share of letters in common, words were corrected and not replaced.
ALIKE = 0.6
# where a question stands, and its options, are compared apart
_APART = frozenset({"code", "number", "options", "template", *WORDING})


@dataclass(frozen=True)
class QuestionChange:
    """A question that is in both versions and not the same in them.

    ``reworded`` lists languages; ``settings`` the fields of ``Question`` that differ, such as
    ``required`` or ``condition``; ``are_options_changed`` says that some are in another order or
    have other rules.
    """

    before: Question
    after: Question
    reworded: tuple[str, ...]
    options_added: tuple[Option, ...]
    options_removed: tuple[Option, ...]
    options_reworded: tuple[tuple[Option, Option], ...]
    are_options_changed: bool
    settings: frozenset[str]


@dataclass(frozen=True)
class SurveyChanges:
    """Everything that differs. ``survey`` names what is not a question's own.

    Those are ``title``, ``intro``, ``layout``, ``check_answers``, ``order`` of the questions, and
    ``pages``: their titles, conditions, and which question stands on which.
    """

    added: tuple[Question, ...]
    removed: tuple[Question, ...]
    changed: tuple[QuestionChange, ...]
    languages_added: tuple[str, ...]
    languages_removed: tuple[str, ...]
    survey: frozenset[str]

    @property
    def is_nothing(self) -> bool:
        """Whether the versions ask the same in the same way."""
        return self == SurveyChanges((), (), (), (), (), frozenset())


def asks_something_else(change: QuestionChange) -> bool:
    """Whether a code may have come to mean something else: nearly every word of it is new.

    Answers to both versions are counted together under it, and so are those to an option.
    """
    pairs = [(change.before.label, change.after.label)]
    pairs += [(old.label, new.label) for old, new in change.options_reworded]
    return any(_is_all_new(*pair) for pair in pairs)


def _is_all_new(before: LocaleText, after: LocaleText) -> bool:
    """In a language that both have; what is corrected or shortened keeps most of its letters."""
    both = [code for code in before if before[code] and after.get(code)]
    return bool(both) and not any(_are_alike(before[code], after[code]) for code in both)


def _are_alike(before: str, after: str) -> bool:
    """Whether words are shared, or so many letters that one was corrected."""
    old, new = before.casefold(), after.casefold()
    if len(set(old.split()) & set(new.split())) * 3 >= len(set(new.split())):
        return True
    return SequenceMatcher(None, old, new).ratio() >= ALIKE


def compare_surveys(before: Survey, after: Survey) -> SurveyChanges:
    """What to tell people of the way from one version to another."""
    before, after = as_in_document(before), as_in_document(after)
    old = {question.code: question.template or question for question in before.parts}
    new = {question.code: question.template or question for question in after.parts}
    pairs = [(old[code], question) for code, question in new.items() if code in old]
    changes = (_compare_questions(each, other) for each, other in pairs)
    return SurveyChanges(
        tuple(question for code, question in new.items() if code not in old),
        tuple(question for code, question in old.items() if code not in new),
        tuple(change for change in changes if change is not None),
        tuple(code for code in after.languages if code not in before.languages),
        tuple(code for code in before.languages if code not in after.languages),
        frozenset(_beside_the_questions(before, after)),
    )


def _compare_questions(before: Question, after: Question) -> QuestionChange | None:
    old, new = before.option_by_code, after.option_by_code
    kept = [(old[code], option) for code, option in new.items() if code in old]
    change = QuestionChange(
        before,
        after,
        _reworded(before, after),
        tuple(option for code, option in new.items() if code not in old),
        tuple(option for code, option in old.items() if code not in new),
        tuple(pair for pair in kept if _is_reworded(*pair, "label")),
        _are_changed(list(old), list(new)) or any(_has_other_rules(*pair) for pair in kept),
        frozenset(
            each.name
            for each in fields(Question)
            if each.name not in _APART and getattr(before, each.name) != getattr(after, each.name)
        ),
    )
    is_same = change == QuestionChange(before, after, (), (), (), (), False, frozenset())
    return None if is_same else change


def _reworded(before: Question, after: Question) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for name in WORDING:
        found |= dict.fromkeys(_languages_apart(getattr(before, name), getattr(after, name)))
    return tuple(found)


def _languages_apart(before: LocaleText, after: LocaleText) -> list[str]:
    """The languages in which both have words, and other ones; a new language is told elsewhere."""
    codes = dict.fromkeys((*before, *after))
    both = [code for code in codes if before.get(code, "") != after.get(code, "")]
    had, has = any(before.values()), any(after.values())
    return [code for code in both if not (had and has) or (before.get(code) and after.get(code))]


def _has_other_rules(before: Option, after: Option) -> bool:
    return any(
        getattr(before, name) != getattr(after, name)
        for name in ("is_exclusive", "please_say", "condition")
    )


def _are_changed(before: list[str], after: list[str]) -> bool:
    """Whether what stands in both lists stands in another order."""
    return [code for code in before if code in after] != [code for code in after if code in before]


def _beside_the_questions(before: Survey, after: Survey) -> list[str]:
    names = [name for name in ("title", "intro") if _is_reworded(before, after, name)]
    names += [
        name
        for name in ("layout", "check_answers")
        if getattr(before, name) != getattr(after, name)
    ]
    old, new = _pages_of_questions(before), _pages_of_questions(after)
    if any(_is_other_page(old[code], new[code]) for code in old.keys() & new.keys()):
        names.append("pages")
    if _are_changed([each.code for each in before.parts], [each.code for each in after.parts]):
        names.append("order")
    return names


def _is_reworded(before: object, after: object, name: str) -> bool:
    return bool(_languages_apart(getattr(before, name), getattr(after, name)))


def _pages_of_questions(survey: Survey) -> dict[str, Page]:
    """For each question the page it stands on: what is new or gone is told by itself."""
    return {question.code: page for page in survey.pages for question in page.questions}


def _is_other_page(before: Page, after: Page) -> bool:
    is_same = (before.code, before.condition) == (after.code, after.condition)
    titles = [page.template or page.title for page in (before, after)]
    return not is_same or bool(_languages_apart(*titles))
