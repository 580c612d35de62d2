"""Every route that takes a form, and how one comes to it in the sample city.

``who`` sends it, ``address`` takes it, and on ``page`` a browser finds the form; where there is
none, because a script sends it or because nothing stands there in the sample, ``fields`` says what
is sent. A route that is missing here fails the test.
"""

from dataclasses import dataclass

from tests.faults.found_forms import Pairs

DECIDED, OPEN = "/staff/consultations/1", "/staff/consultations/2"
THEMES, DRAFT, THEME = f"{DECIDED}/themes", f"{OPEN}/surveys/3", "/staff/themes/2"
ONLINE, KINDS = "/en/consultations/what-should-change-next", "/ar/consultations/kinds"
Q = ("question", "q_change")


@dataclass(frozen=True)
class Posting:
    """One route and a way to it."""

    who: str
    address: str
    page: str = ""
    fields: Pairs = ()


def _lead(address: str, page: str = "", *fields: tuple[str, str]) -> Posting:
    return Posting("engagement_lead", address, page, fields)


def _resident(address: str, page: str = "", *fields: tuple[str, str]) -> Posting:
    return Posting("resident", address, page, fields)


def _kiosk(address: str, page: str = "", *fields: tuple[str, str]) -> Posting:
    return Posting("kiosk", address, page, fields)


def _roadmap(what: str) -> dict[str, Posting]:
    base = f"/staff/roadmap/{what}s"
    return {
        f"roadmap.add_{what}_page": _lead(f"{base}/new", f"{base}/new?theme=2"),
        f"roadmap.edit_{what}_page": _lead(f"{base}/1/edit", f"{base}/1/edit"),
    }


def _of_theme(*acts: str) -> dict[str, Posting]:
    return {f"themes.{act}": _lead(f"{THEME}/{act}", f"{THEME}/{act}") for act in acts}


RESIDENTS = {
    "online.begin": _resident(f"{KINDS}/answer", f"{KINDS}/answer"),
    "online.page": _resident(f"{KINDS}/answer/p0"),
    "online.check": _resident(f"{KINDS}/answer/check-answers"),
    "online.entrance.ask": _resident(
        "/en/consultations/invited/invitation", "/en/consultations/invited/invitation"
    ),
    "online.saved.ask": _resident(f"{ONLINE}/saved-answers", f"{ONLINE}/saved-answers"),
    "online.saved.leave": _resident(f"{KINDS}/saved-answers/leave"),
    "online.saved.send_link": _resident(
        f"{KINDS}/saved-answers/code", "", ("email", "a@b.example")
    ),
    "outcome.follow": _resident("/en/follow", "/en/follow"),
    "withdrawal.confirm": _resident("/en/withdraw", "", ("code", "K7QM"), ("act", "withdraw")),
    "people.sign_in": _resident("/staff/sign-in", "/staff/sign-in"),
    "kiosk.enrol": _resident("/kiosk/enrol", "/kiosk/enrol"),
    "kiosk.begin": _kiosk("/kiosk/en/begin", "/kiosk"),
    "kiosk.page": _kiosk("/kiosk/en/answer/p0"),
    "kiosk.check": _kiosk("/kiosk/en/check"),
    "kiosk.display": _kiosk("/kiosk/en/display", "", ("theme", "contrast")),
    "kiosk.start_over": _kiosk("/kiosk/en/start-over"),
}
SURVEYS = {
    "preview.walk": _lead("/en/drafts/3/walk", "/en/drafts/3/walk"),
    "surveys.upload": _lead(f"{OPEN}/surveys", f"{OPEN}/surveys"),
    "surveys.begin": _lead(f"{OPEN}/surveys/new", f"{OPEN}/surveys/new"),
    "surveys.save": _lead(f"{DRAFT}/edit", f"{DRAFT}/edit?part=q_transport"),
    "surveys.change": _lead(f"{DRAFT}/edit/rule", f"{DRAFT}/edit?part=q_places"),
    "surveys.translate_texts": _lead(f"{DRAFT}/translation/ar", f"{DRAFT}/translation/ar"),
    "surveys.translate_text": _lead(
        f"{DRAFT}/translation/ar/text",
        "",
        ("key", "survey.title"),
        ("words_survey.title", "x"),
        ("source_survey.title", "x"),
        ("before_survey.title", ""),
        ("act", "approve"),
    ),
    "surveys.undo_translations": _lead(f"{DRAFT}/translation/undo", "", ("language", "ar")),
    "surveys.import_wording": _lead(
        f"{DRAFT}/translation/ar/import", f"{DRAFT}/translation/ar/import"
    ),
    "surveys.attach": _lead(f"{OPEN}/document", OPEN),
    "surveys.publish": _lead(DRAFT, "", ("digest", "x")),
    "surveys.advance": _lead(f"{OPEN}/close", OPEN),
}
REVIEW = {
    **_of_theme("edit", "define", "merge", "split", "parts"),
    "themes.sides": _lead(
        f"{THEME}/sides",
        "",
        ("version", "3"),
        ("side", "for"),
        ("ids_for", "1 2"),
        ("label_for", "x"),
    ),
    "themes.nest": _lead("/staff/themes/2/nest", "/staff/themes/2/nest?parent=1"),
    "themes.approve": _lead(f"{THEME}/approve", THEME, ("version", "1")),
    "themes.reopen": _lead(f"{THEME}/reopen", THEME),
    "themes.claim": _lead(f"{THEME}/claim", THEME),
    "themes.here": _lead(f"{THEME}/here", "", ("version", "1")),
    "themes.left": _lead(f"{THEME}/left"),
    "themes.stance": _lead(f"{THEME}/stance", THEME),
    "themes.stance_release": _lead(f"{THEME}/stance/release", "", ("act", "withhold")),
    "themes.move": _lead(f"{THEMES}/move", THEME),
    "themes.add": _lead(f"{THEMES}/add", THEME),
    "themes.quote": _lead(f"{THEMES}/quotes", THEME),
    "themes.read": _lead(f"{THEMES}/read", THEME),
    "themes.undo_act": _lead("/staff/themes/acts/1/undo", THEME),
    "themes.forget_reason": _lead("/staff/themes/reason/forget", "", ("next", THEME)),
    "themes.translate_comment": _lead(
        "/staff/comments/1/translation", "/staff/comments/1/translation?language=es"
    ),
    "themes.alike": _lead(f"{THEMES}/alike", f"{THEMES}/alike?question=q_change&comment=1"),
    "themes.decide_voice": _lead("/staff/themes/voices/1", "", ("label", "x"), ("act", "make")),
    "themes.decide_campaign": _lead("/staff/campaigns/1/decide", "/staff/campaigns/1"),
    "themes.decide_proposal": _lead("/staff/themes/proposals/1", "", ("part", "1")),
    "themes.begin_coding": _lead(f"{THEMES}/coding", f"{THEMES}/coding"),
    "themes.place_coded": _lead("/staff/coding/2", "/staff/coding/2"),
    "themes.settle_coded": _lead(
        "/staff/coding/1/settle", "/staff/coding/1/compared", ("position", "1"), ("as", "second")
    ),
    "themes.sign_off_codebook": _lead(f"{THEMES}/codebook/sign-off", f"{THEMES}/codebook"),
    "themes.bring_in_codebook": _lead(f"{THEMES}/codebook/bring-in", f"{THEMES}/codebook"),
    "themes.population": _lead(f"{THEMES}/population", f"{THEMES}/population"),
    "themes.run": _lead(f"{THEMES}/run", f"{THEMES}/run"),
    "themes.join": _lead(f"{THEMES}/join", "", Q),
    "themes.ask_for_proposal": _lead(f"{THEMES}/proposal", "", Q, ("kind", "tree"), ("seed", "1")),
    "themes.export_file": _lead(f"{THEMES}/export", f"{THEMES}/export"),
    "themes.report_file": _lead(f"{THEMES}/report", f"{THEMES}/report"),
    "jobs.cancel_job": _lead("/staff/jobs/1/cancel"),
}
STAFF = {
    **_roadmap("need"),
    **_roadmap("decision"),
    **_roadmap("item"),
    "roadmap.suspects": _lead("/staff/roadmap/suspects", "", ("link", "1"), ("reason", "x")),
    "publishing.publish": _lead(f"{DECIDED}/outcome", f"{DECIDED}/outcome"),
    "entry.form": Posting("operator", "/staff/entry/2/paper", "/staff/entry/2/paper"),
    "entry.aloud": Posting("operator", "/staff/entry/2/phone/aloud", "/staff/entry/2/phone"),
    "entry.take_last_back": Posting("operator", "/staff/entry/take-back"),
    "consultations.add": _lead("/staff/consultations/new", "/staff/consultations/new"),
    "consultations.edit": _lead(f"{OPEN}/edit", f"{OPEN}/edit"),
    "kiosks.index": _lead("/staff/kiosks", "/staff/kiosks"),
    "responses.left_out.propose": _lead(
        f"{OPEN}/responses/400/leave-out", "", ("kind", "test"), ("reason", "x")
    ),
    "responses.left_out.agree": _lead(f"{OPEN}/responses/400/agree"),
    "responses.left_out.keep": _lead(f"{OPEN}/responses/400/keep", "", ("reason", "x")),
    "responses.left_out.take_back_in": _lead(f"{OPEN}/responses/400/take-in", "", ("reason", "x")),
    "responses.invitations.make": _lead(f"{OPEN}/invitations", f"{OPEN}/invitations"),
    "responses.invitations.revoke": _lead(f"{OPEN}/invitations/revoke", "", ("code", "K7QM")),
    "responses.contacts.download": _lead(f"{OPEN}/addresses", "", ("question", "q_mail")),
    "responses.contacts.delete": _lead(f"{OPEN}/addresses/delete", "", ("question", "q_mail")),
    "people.add": Posting("administrator", "/staff/people/new", "/staff/people/new"),
    "people.edit": Posting("administrator", "/staff/people/2", "/staff/people/2"),
    "people.sign_out": Posting("operator", "/staff/sign-out"),
}
IMPORTS = {
    "imports.index": _lead(f"{OPEN}/imports", f"{OPEN}/imports"),
    "imports.columns": _lead(
        f"{OPEN}/imports/1/columns",
        "",
        ("column_1", "q_change"),
        ("channel", "letter"),
        ("language", "en"),
        ("day_order", "ymd"),
        ("late_reason", "x"),
    ),
    "imports.anew": _lead(f"{OPEN}/imports/1/anew", "", ("encoding", "utf-8"), ("separator", ",")),
    "imports.take": _lead(f"{OPEN}/imports/2/import"),
    "imports.stop": _lead(f"{OPEN}/imports/2/stop"),
    "imports.delete": _lead(f"{OPEN}/imports/2/delete"),
}
POSTING_ROUTES = {**RESIDENTS, **SURVEYS, **REVIEW, **STAFF, **IMPORTS}
