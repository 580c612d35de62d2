"""The acts of the record and what they were about, in the reader's words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import format_date, format_decimal, pgettext, to_user_timezone

from engage.audit.naming import Subject, find_subjects
from engage.web.access import may_call
from engage.web.channels import channel_name
from engage.web.locale import plain

LONGEST = 80


def act_names() -> dict[str, str]:
    """What was done, by the act's dotted verb."""
    return _of_consultations() | _of_answers() | _of_surveys() | _of_themes() | _of_the_rest()


def subject_names() -> dict[str, str]:
    """What it was done to, by the subject's kind."""
    return {
        "account": pgettext("audited", "account"),
        "campaign": pgettext("audited", "campaign"),
        "codebook_version": pgettext("audited", "version of a codebook"),
        "comment": pgettext("audited", "comment"),
        "consultation": pgettext("audited", "consultation"),
        "decision": pgettext("audited", "decision"),
        "invitation_batch": pgettext("audited", "batch of invitations"),
        "kiosk": pgettext("audited", "kiosk"),
        "need": pgettext("audited", "need"),
        "response": pgettext("audited", "response"),
        "roadmap_item": pgettext("audited", "roadmap item"),
        "second_coding": pgettext("audited", "second reading"),
        "small_voice": pgettext("audited", "small voice"),
        "survey": pgettext("audited", "survey"),
        "theme": pgettext("audited", "theme"),
        "theme_act": pgettext("audited", "act on themes"),
    }


@dataclass(frozen=True)
class ShownSubject:
    """What a subject is called and where it is, as far as the reader may know either."""

    name: str
    language: str
    href: str


def shown_subjects(subjects: Iterable[Subject]) -> dict[Subject, ShownSubject]:
    """What subjects are called now, in the page's language, long names cut, with their pages."""
    found = {}
    for subject, known in find_subjects(subjects).items():
        may_open = bool(known.endpoint) and may_call(known.endpoint)
        if known.is_guarded and not may_open:
            continue
        said = known.words if isinstance(known.words, str) else plain(known.words)
        href = url_for(known.endpoint, **known.address) if may_open else ""
        if said:
            found[subject] = ShownSubject(_cut(said), known.language, href)
    return found


def response_name(channel: str, submitted_at: datetime, serial: str | None) -> str:
    """How a response is told from others: never by its receipt, nor by what it says."""
    day = format_date(to_user_timezone(submitted_at), "long")
    if serial:
        return pgettext(
            "audited",
            "%(channel)s, %(day)s, form %(serial)s",
            channel=channel_name(channel),
            day=day,
            serial=serial,
        )
    return pgettext("audited", "%(channel)s, %(day)s", channel=channel_name(channel), day=day)


def version_name(number: int, note: str) -> str:
    """A codebook's version by its number and what was said to be new."""
    called = pgettext("codebook", "Version %(num)s", num=format_decimal(number))
    return f"{called} · {note}" if note else called


def act_name(act: str) -> str:
    """What was done in an act on themes."""
    return next((name for verb, name in _of_themes().items() if verb.endswith(f".{act}")), "")


def keywords_name(keywords: list[str]) -> str:
    """A small voice by its words."""
    return " · ".join(keywords[:3])


def _cut(words: str) -> str:
    one_line = " ".join(words.split())
    return one_line if len(one_line) <= LONGEST else f"{one_line[:LONGEST].rstrip()}…"


def _of_consultations() -> dict[str, str]:
    return {
        "consultation.add": pgettext("audited act", "Consultation drafted"),
        "consultation.change": pgettext("audited act", "Consultation changed"),
        "consultation.close": pgettext("audited act", "Consultation closed early"),
        "consultation.decided": pgettext("audited act", "Consultation marked as decided"),
        "consultation.document": pgettext("audited act", "Document added"),
        "consultation.document_removed": pgettext("audited act", "Document taken away"),
        "consultation.open": pgettext("audited act", "Consultation opened at once"),
        "consultation.redraft": pgettext("audited act", "Consultation taken back to a draft"),
        "consultation.reported": pgettext("audited act", "Consultation marked as reported"),
        "consultation.schedule": pgettext("audited act", "Consultation scheduled"),
        "outcome.publish": pgettext("audited act", "Outcome published"),
        "outcome.withhold": pgettext("audited act", "Outcome taken back"),
    }


def _of_answers() -> dict[str, str]:
    return {
        "comment.translate": pgettext("audited act", "Comment translated"),
        "comment.translation_removed": pgettext("audited act", "Translation of a comment removed"),
        "comments.export": pgettext("audited act", "Comments exported"),
        "contacts.delete": pgettext("audited act", "Addresses deleted"),
        "contacts.expire": pgettext("audited act", "Addresses deleted at the end of their time"),
        "contacts.export": pgettext("audited act", "Addresses exported"),
        "invitation.make": pgettext("audited act", "Invitations made"),
        "invitation.revoke": pgettext("audited act", "Invitations revoked"),
        "invitation.revoke_one": pgettext("audited act", "One invitation revoked"),
        "response.exclude": pgettext("audited act", "Response left out of the count"),
        "response.keep_counting": pgettext("audited act", "Response kept in the count"),
        "response.propose_exclusion": pgettext("audited act", "Response proposed to be left out"),
        "response.take_in": pgettext("audited act", "Response taken back into the count"),
        "response.take_back": pgettext("audited act", "Response taken back to be keyed anew"),
        "response.withdraw": pgettext("audited act", "Response withdrawn"),
        "responses.import": pgettext("audited act", "Responses imported"),
    }


def _of_surveys() -> dict[str, str]:
    return {
        "survey.begin": pgettext("audited act", "Survey begun"),
        "survey.discard": pgettext("audited act", "Draft of a survey thrown away"),
        "survey.draft": pgettext("audited act", "Survey brought in"),
        "survey.edit": pgettext("audited act", "Survey edited"),
        "survey.publish": pgettext("audited act", "Survey published"),
        "survey.redo": pgettext("audited act", "Edit of a survey done again"),
        "survey.translation_approve": pgettext("audited act", "Translation approved"),
        "survey.translation_confirm": pgettext("audited act", "Translation confirmed"),
        "survey.translation_suggest": pgettext("audited act", "Translations suggested"),
        "survey.undo": pgettext("audited act", "Edit of a survey undone"),
    }


def _of_themes() -> dict[str, str]:
    return {
        "campaign.dismiss": pgettext("audited act", "Campaign dismissed"),
        "campaign.restore": pgettext("audited act", "Campaign restored"),
        "codebook.sign_off": pgettext("audited act", "Codebook signed off"),
        "coding.finish": pgettext("audited act", "Second reading finished"),
        "coding.start": pgettext("audited act", "Second reading begun"),
        "population.enter": pgettext("audited act", "Shares of the population entered"),
        "population.forget": pgettext("audited act", "Shares of the population taken back"),
        "report.export": pgettext("audited act", "Report taken along"),
        "small_voice.dismiss_voice": pgettext("audited act", "Small voice set aside"),
        "small_voice.make_voice_a_theme": pgettext("audited act", "Small voice made a theme"),
        "theme.accept_stance": pgettext("audited act", "Suggested stances accepted"),
        "theme.accept_part": pgettext("audited act", "Proposed change of themes accepted"),
        "theme.add_theme": pgettext("audited act", "Comments put into a further theme"),
        "theme.approve": pgettext("audited act", "Theme approved"),
        "theme.bring_in": pgettext("audited act", "Codebook brought in"),
        "theme.clear_stance": pgettext("audited act", "Stances cleared"),
        "theme.define": pgettext("audited act", "Definition of a theme written"),
        "theme.make": pgettext("audited act", "Theme made by example"),
        "theme.merge": pgettext("audited act", "Themes merged"),
        "theme.move": pgettext("audited act", "Comments moved to another theme"),
        "theme.nest": pgettext("audited act", "Theme put under another"),
        "theme.no_theme": pgettext("audited act", "Comments marked as no theme"),
        "theme.reject_part": pgettext("audited act", "Proposed change of themes rejected"),
        "theme.release_quote": pgettext("audited act", "Quote released"),
        "theme.release_stance": pgettext("audited act", "Sides of a theme released"),
        "theme.rename": pgettext("audited act", "Theme renamed"),
        "theme.reopen": pgettext("audited act", "Theme opened again"),
        "theme.set_stance": pgettext("audited act", "Stances set"),
        "theme.settle": pgettext("audited act", "Disagreement settled"),
        "theme.sign": pgettext("audited act", "Theme signed by the first of two"),
        "theme.split": pgettext("audited act", "Theme split"),
        "theme.take_over": pgettext("audited act", "Theme taken over from a colleague"),
        "theme.undo": pgettext("audited act", "Act on themes undone"),
        "theme.unnest": pgettext("audited act", "Theme taken out from under another"),
        "theme.withhold_quote": pgettext("audited act", "Quote taken back"),
        "theme.withhold_stance": pgettext("audited act", "Sides of a theme taken back"),
        "themes.join": pgettext("audited act", "New comments joined to themes"),
        "themes.propose": pgettext("audited act", "Changes of themes proposed"),
        "themes.run": pgettext("audited act", "Themes looked for"),
    }


def _of_the_rest() -> dict[str, str]:
    return {
        "account.add": pgettext("audited act", "Account added"),
        "account.change": pgettext("audited act", "Account changed"),
        "decision.change": pgettext("audited act", "Decision changed"),
        "decision.make": pgettext("audited act", "Decision recorded"),
        "item.add": pgettext("audited act", "Work put on the roadmap"),
        "item.change": pgettext("audited act", "Work changed"),
        "kiosk.add": pgettext("audited act", "Kiosk added"),
        "kiosk.enrol": pgettext("audited act", "Kiosk enrolled"),
        "kiosk.revoke": pgettext("audited act", "Kiosk taken out of service"),
        "link.add": pgettext("audited act", "Link made"),
        "link.remove": pgettext("audited act", "Link removed"),
        "link.review": pgettext("audited act", "Link looked at again"),
        "need.add": pgettext("audited act", "Need written down"),
        "need.change": pgettext("audited act", "Need changed"),
    }
