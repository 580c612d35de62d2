"""The desk of translators through the browser's requests, without script."""

import re
from collections.abc import Callable
from importlib.metadata import EntryPoint, EntryPoints
from io import BytesIO

import pytest
from flask.testing import FlaskClient

from engage.engines.questionnaire.exchange import keyed_texts, with_texts
from engage.surveys import save_draft
from engage.surveys.drafting import Seen, edit_draft, get_draft
from engage.surveys.translation import suggesters
from tests.factories import make_actor, make_consultation
from tests.factories.surveys import SAMPLE_SURVEY

SignIn = Callable[[str], FlaskClient]
WAIT = "question.q_wait.label"


@pytest.fixture
def bare(sign_in: SignIn) -> tuple[FlaskClient, str, int]:
    """A translator, the address of the desk, and a survey without Arabic."""
    empty = {text.key: "" for text in keyed_texts(SAMPLE_SURVEY)}
    consultation_id = make_consultation().id
    survey_id = save_draft(make_actor(), consultation_id, dict(SAMPLE_SURVEY))
    edit_draft(
        make_actor(),
        survey_id,
        Seen(),
        "change",
        "",
        lambda document: with_texts(document, "ar", empty),
    )
    address = f"/staff/consultations/{consultation_id}/surveys/{survey_id}/translation"
    return sign_in("translator"), address, survey_id


def _fields(page: str) -> dict[str, str]:
    """The hidden fields and the words of a desk, as a browser without script sends them."""
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    words = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n([^<]*)</textarea>', page)
    return dict(hidden) | dict(words)


def _arabic(survey_id: int) -> dict[str, str]:
    return {
        text.key: text.words.get("ar", "") for text in keyed_texts(get_draft(survey_id).document)
    }


def test_the_overview_counts_each_language(bare: tuple[FlaskClient, str, int]) -> None:
    client, address, _ = bare
    page = client.get(address).get_data(as_text=True)
    assert "0 of 16" in page and "16 of 16" in page
    assert f"{address}/ar?show=missing" in page


def test_a_page_of_texts_is_saved_without_script(bare: tuple[FlaskClient, str, int]) -> None:
    client, address, survey_id = bare
    page = client.get(f"{address}/ar?show=missing").get_data(as_text=True)
    assert page.count("data-words") == 16
    assert 'lang="ar" dir="rtl"' in page and 'lang="en" dir="ltr"' in page
    fields = _fields(page) | {f"words_{WAIT}": "كم تنتظرون؟", "words_survey.title": "مدينتكم"}
    answer = client.post(f"{address}/ar", data=fields | {"act": "on"}, follow_redirects=True)
    assert "2 texts were saved." in answer.get_data(as_text=True)
    assert answer.request.full_path.endswith("show=missing")
    words = _arabic(survey_id)
    assert (words[WAIT], words["survey.title"]) == ("كم تنتظرون؟", "مدينتكم")
    assert sum(map(bool, words.values())) == 2


def test_a_page_of_the_survey_is_chosen(bare: tuple[FlaskClient, str, int]) -> None:
    client, address, _ = bare
    page = client.get(f"{address}/ar?page=p_wait").get_data(as_text=True)
    assert page.count("data-words") == 1
    empty = client.get(f"{address}/ar?page=p_wait&show=stale").get_data(as_text=True)
    assert "Nothing to do here" in empty


def test_words_against_somebody_elses_are_kept_on_the_page(
    bare: tuple[FlaskClient, str, int], sign_in: SignIn
) -> None:
    client, address, survey_id = bare
    fields = _fields(client.get(f"{address}/ar").get_data(as_text=True))
    other = fields | {f"words_{WAIT}": "الأول"}
    assert sign_in("translator").post(f"{address}/ar", data=other).status_code == 303
    answer = client.post(f"{address}/ar", data=fields | {f"words_{WAIT}": "الثاني"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "الأول" in page and _fields(page)[f"words_{WAIT}"] == "الثاني"
    assert client.post(f"{address}/ar", data=_fields(page)).status_code == 303
    assert _arabic(survey_id)[WAIT] == "الثاني"


def test_approving_needs_another_person(
    bare: tuple[FlaskClient, str, int], sign_in: SignIn
) -> None:
    client, address, _ = bare
    fields = _fields(client.get(f"{address}/ar").get_data(as_text=True))
    fields[f"words_{WAIT}"] = "كم تنتظرون؟"
    client.post(f"{address}/ar", data=fields)
    own = client.get(f"{address}/ar").get_data(as_text=True)
    assert f"approve:{WAIT}" not in own and "translated by you" in own
    refused = client.post(f"{address}/ar", data=_fields(own) | {"act": f"approve:{WAIT}"})
    assert "Somebody else has to approve" in client.get(refused.location).get_data(as_text=True)
    second = sign_in("translator")
    page = second.get(f"{address}/ar").get_data(as_text=True)
    assert f"approve:{WAIT}" in page
    second.post(f"{address}/ar", data=_fields(page) | {"act": f"approve:{WAIT}"})
    assert "approved</span>" in second.get(f"{address}/ar").get_data(as_text=True)


def test_a_changed_source_is_shown_with_what_changed_and_warned_of(
    bare: tuple[FlaskClient, str, int], sign_in: SignIn
) -> None:
    _, address, survey_id = bare
    edit_draft(
        make_actor(),
        survey_id,
        Seen(),
        "change",
        "q_wait",
        lambda document: with_texts(document, "en", {WAIT: "How many minutes do you walk?"}),
    )
    lead = sign_in("engagement_lead")
    page = lead.get(f"{address}/es?show=stale").get_data(as_text=True)
    assert "<del>wait</del><ins>walk</ins>" in page and page.count("data-words") == 1
    lead.post(f"{address}/es", data=_fields(page) | {"act": f"confirm:{WAIT}"})
    assert "Nothing to do here" in lead.get(f"{address}/es?show=stale").get_data(as_text=True)


def test_a_lost_mark_and_a_great_length_are_pointed_out(
    bare: tuple[FlaskClient, str, int],
) -> None:
    client, address, survey_id = bare
    edit_draft(
        make_actor(),
        survey_id,
        Seen(),
        "change",
        "",
        lambda document: with_texts(document, "en", {"survey.title": "Write to {name}"}),
    )
    fields = _fields(client.get(f"{address}/ar").get_data(as_text=True))
    fields["words_survey.title"] = "اكتبوا إلينا " * 6
    client.post(f"{address}/ar", data=fields)
    page = client.get(f"{address}/ar").get_data(as_text=True)
    assert "Keep this as it is: \u2068{name}\u2069" in page and "Longer than the source" in page


@pytest.mark.parametrize("ending", ["xlf", "xlsx"])
def test_a_file_goes_out_is_looked_at_and_taken_over(
    bare: tuple[FlaskClient, str, int], ending: str
) -> None:
    client, address, survey_id = bare
    fields = _fields(client.get(f"{address}/ar").get_data(as_text=True))
    client.post(f"{address}/ar", data=fields | {f"words_{WAIT}": "كم تنتظرون؟"})
    content = client.get(f"{address}/ar/wording.{ending}").data
    undone = client.post(f"{address}/undo", data={"language": "ar"})
    assert undone.status_code == 303 and _arabic(survey_id)[WAIT] == ""
    before = get_draft(survey_id)
    sent = {"file": (BytesIO(content), f"needs.{ending}")}
    page = client.post(f"{address}/ar/import", data=sent).get_data(as_text=True)
    assert "1 text is new" in page and "كم تنتظرون؟" in page
    assert get_draft(survey_id) == before
    packed = {"packed": _fields(page)["packed"], "act": "apply"}
    assert client.post(f"{address}/ar/import", data=packed).status_code == 303
    assert _arabic(survey_id)[WAIT] == "كم تنتظرون؟"
    one_step_back = client.post(f"{address}/undo", data={"language": "ar"})
    assert one_step_back.status_code == 303
    assert get_draft(survey_id).document == before.document


def test_a_broken_file_and_one_of_another_language_are_refused_in_words(
    bare: tuple[FlaskClient, str, int],
) -> None:
    client, address, _ = bare
    spanish = client.get(f"{address}/es/wording.xlf").data
    for content, said in (
        (b"<xliff", "Line 1, column"),
        (spanish, "not to “\u2068العربية\u2069”"),
        (b"\x89PNG\r\n", "neither an XLIFF nor an XLSX file"),
        (b"", "Choose a file"),
    ):
        answer = client.post(f"{address}/ar/import", data={"file": (BytesIO(content), "a.xlf")})
        assert (answer.status_code, said in answer.get_data(as_text=True)) == (422, True), said
    assert client.post(f"{address}/ar/import", data={"packed": "%"}).status_code == 422
    assert client.get(f"{address}/ar/wording.pdf").status_code == 404
    assert client.get(f"{address}/en").status_code == 404


def test_the_script_of_the_page_saves_one_text(bare: tuple[FlaskClient, str, int]) -> None:
    client, address, survey_id = bare
    fields = _fields(client.get(f"{address}/ar").get_data(as_text=True))
    sent = {name: fields[name] for name in (f"source_{WAIT}", f"before_{WAIT}")}
    sent |= {"key": WAIT, f"words_{WAIT}": "كم تنتظرون؟", "act": ""}
    answer = client.post(f"{address}/ar/text", data=sent)
    assert (answer.status_code, "data-about" in answer.get_data(as_text=True)) == (200, True)
    assert _arabic(survey_id)[WAIT] == "كم تنتظرون؟"
    # One's own words are nobody else's, though the page was drawn before they arrived.
    again = client.post(f"{address}/ar/text", data=sent | {f"words_{WAIT}": "كم؟"})
    assert again.status_code == 200 and _arabic(survey_id)[WAIT] == "كم؟"
    theirs = {WAIT: "كم تنتظر؟"}
    edit_draft(make_actor(), survey_id, Seen(), "change", "", lambda d: with_texts(d, "ar", theirs))
    clash = client.post(f"{address}/ar/text", data=sent | {f"words_{WAIT}": "غير ذلك"})
    assert clash.status_code == 409 and "كم تنتظر؟" in clash.get_data(as_text=True)
    assert client.post(f"{address}/ar/text", data={"key": "question.no.label"}).status_code == 404


class Upper:
    """A machine that shouts."""

    name = "Upper"

    def suggest(self, text: str, source: str, target: str) -> str:
        return f"{source}>{target} {text.upper()}"


def test_an_installed_suggester_is_found_and_asked(
    bare: tuple[FlaskClient, str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, address, survey_id = bare
    installed = EntryPoint("upper", f"{__name__}:Upper", suggesters.GROUP)
    monkeypatch.setattr(
        suggesters, "entry_points", lambda group: EntryPoints([installed]).select(group=group)
    )
    suggesters.find_suggester.cache_clear()
    try:
        page = client.get(f"{address}/ar").get_data(as_text=True)
        assert "Suggestions for this page from Upper" in page
        client.post(f"{address}/ar", data=_fields(page) | {"act": "suggest"})
        page = client.get(f"{address}/ar").get_data(as_text=True)
        assert "en&gt;ar YOUR CITY" in page
        assert not any(_arabic(survey_id).values())
        fields = _fields(page) | {"suggestion_survey.title": "en>ar YOUR CITY"}
        client.post(f"{address}/ar", data=fields | {"act": "take:survey.title"})
        assert _arabic(survey_id)["survey.title"] == "en>ar YOUR CITY"
    finally:
        suggesters.find_suggester.cache_clear()


def test_who_may_not_translate_sees_no_desk(
    bare: tuple[FlaskClient, str, int], sign_in: SignIn
) -> None:
    _, address, _ = bare
    assert sign_in("analyst").get(address).status_code == 403
    assert sign_in("analyst").post(f"{address}/ar").status_code == 403


def test_a_second_person_approves_all_that_are_shown_at_once(
    bare: tuple[FlaskClient, str, int], sign_in: SignIn
) -> None:
    client, address, _ = bare
    fields = _fields(client.get(f"{address}/ar").get_data(as_text=True))
    written = {name: f"كلمات {at}" for at, name in enumerate(fields) if name.startswith("words_")}
    client.post(f"{address}/ar", data=fields | written | {"act": "on"})
    assert "Approve all shown here" not in client.get(f"{address}/ar").get_data(as_text=True)
    second = sign_in("translator")
    page = second.get(f"{address}/ar?show=unreviewed").get_data(as_text=True)
    assert "data-all-count>16</span>" in page
    seen = _fields(page) | {"act": "approve_all", "show": "unreviewed"}
    changed = {f"words_{WAIT}": "كم تنتظرون؟", "words_survey.title": "مدينتكم"}
    client.post(f"{address}/ar", data=_fields(page) | {f"words_{WAIT}": "كم من الوقت؟"})
    told = second.post(f"{address}/ar", data=seen | changed)
    assert told.status_code == 409  # somebody wrote other words meanwhile: nothing is approved
    seen = _fields(second.get(f"{address}/ar?show=unreviewed").get_data(as_text=True))
    own = {"words_survey.title": "مدينتنا", "act": "approve_all"}
    answer = second.post(f"{address}/ar", data=seen | own, follow_redirects=True)
    assert "15 texts were approved." in answer.get_data(as_text=True)
    left = second.get(f"{address}/ar?show=unreviewed").get_data(as_text=True)
    assert left.count("data-words") == 1 and "translated by you" in left
    assert "Approve all shown here" not in left
