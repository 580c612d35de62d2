"""What the desk of translators offers to choose, and where it leads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import format_decimal, pgettext

from engage.consultations import ConsultationSummary
from engage.engines.questionnaire.exchange import keyed_texts
from engage.kernel.languages import Language
from engage.surveys.drafting import EditedDraft
from engage.surveys.translation.showing import FILTERS, ShownText, filter_name, shows
from engage.surveys.translation.translated import Progress


@dataclass(frozen=True)
class Choice:
    """Something to choose among the texts, with how many there are."""

    label: str
    href: str
    is_current: bool
    count: int | None = None


@dataclass(frozen=True)
class DeskPage:
    """The texts of a page of the desk, source and target side by side."""

    consultation: ConsultationSummary
    draft: EditedDraft
    source: Language
    target: Language
    counts: Progress
    filters: tuple[Choice, ...]
    pages: tuple[tuple[str, str], ...]
    chosen: Mapping[str, str]
    number: int
    last: int
    texts: tuple[ShownText, ...]
    may_undo: bool
    suggester: str

    @property
    def approved_at_once(self) -> int:
        """How many of the texts shown this person may approve in one go."""
        return sum(each.is_approved_at_once for each in self.texts)

    def href(self, **more: Any) -> str:
        """The desk, set the same but for what is given."""
        return desk_href(self.draft, self.target.code, {**self.chosen, **more})


@dataclass(frozen=True)
class TextPage:
    """One text of the desk, after it was saved from the script of the page, and how far all is."""

    draft: EditedDraft
    source: Language
    target: Language
    text: ShownText
    counts: Progress
    filters: tuple[Choice, ...]


def filter_choices(
    draft: EditedDraft, language: str, chosen: Mapping[str, str], every: tuple[ShownText, ...]
) -> tuple[Choice, ...]:
    """The choices of texts by what is to do with them."""
    return tuple(_filter_choice(draft, language, name, chosen, every) for name in FILTERS)


def _filter_choice(
    draft: EditedDraft,
    language: str,
    name: str,
    chosen: Mapping[str, str],
    every: tuple[ShownText, ...],
) -> Choice:
    """A choice of texts, with how many there are on the chosen page of the survey."""
    on_page = [each for each in every if is_on(each, chosen["page"])]
    return Choice(
        filter_name(name),
        desk_href(draft, language, {**chosen, "show": name, "number": "1"}),
        chosen["show"] == name,
        sum(shows(name, each.found) for each in on_page),
    )


def is_on(each: ShownText, page: str) -> bool:
    """Whether a text stands on a page of the survey; "" is all of them."""
    return not page or each.found.text.page == page


def survey_pages(draft: EditedDraft) -> tuple[tuple[str, str], ...]:
    """The pages of the survey that have texts: code, and name."""
    codes = dict.fromkeys(text.page for text in keyed_texts(draft.document) if text.page)
    order = [page["code"] for page in draft.document["pages"]]
    return tuple(
        (
            code,
            pgettext(
                "translation desk", "Page %(num)s (%(code)s)", num=format_decimal(at), code=code
            ),
        )
        for at, code in enumerate(order, start=1)
        if code in codes
    )


def desk_href(draft: EditedDraft, language: str, chosen: Mapping[str, str]) -> str:
    """The desk of a language, set as chosen."""
    plain = {"show": "all", "page": "", "number": "1"}
    more: dict[str, Any] = {key: text for key, text in chosen.items() if str(text) != plain[key]}
    return url_for(
        "surveys.translation",
        consultation_id=draft.consultation_id,
        survey_id=draft.survey_id,
        language=language,
        **more,
    )
