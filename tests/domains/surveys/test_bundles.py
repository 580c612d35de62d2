"""A form comes in with its pictures as one .zip, and goes out with them."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from engage.cli import main
from engage.engines.questionnaire.foreign import RefusedFile
from engage.kernel.actors import SYSTEM
from engage.surveys import find_current_version, publish_version
from engage.surveys.bundles import MOST_FILES, open_bundle, pack
from engage.surveys.own_pictures import MOST_BYTES_OF_SURVEY, own_pictures_in, pictures_of
from engage.surveys.queries import get_document_of, list_drafts
from tests.domains.surveys.test_own_pictures import noise
from tests.domains.test_photos import photo
from tests.engines.questionnaire.xlsform.workbooks import workbook
from tests.factories import make_consultation

FORM = workbook(
    survey=[
        ("type", "name", "label::English (en)", "media::image::English (en)"),
        ("note", "plan", "The square as it may be", "plan.png"),
        ("select_one first", "first", "What comes first?", "gone.png"),
    ],
    choices=[
        ("list_name", "name", "label::English (en)", "media::image::English (en)"),
        ("first", "bench", "A bench", "Bench.jpg"),
        ("first", "tree", "A tree", "tree.gif"),
    ],
    settings=[("form_title", "form_id"), ("The square", "square")],
)


def zipped(**more: bytes) -> bytes:
    """The form in a folder with its pictures, as people zip folders."""
    files = {"square/form.xlsx": FORM, "square/media/bench.jpg": photo(), **more}
    files |= {"__MACOSX/square/._form.xlsx": b"", "square/media/tree.gif": b"GIF89a"}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def send(client: FlaskClient, consultation: int, name: str, content: bytes) -> Any:
    files = {"file": (io.BytesIO(content), name)}
    return client.post(f"/staff/consultations/{consultation}/surveys", data=files)


def pictures(document: Any) -> list[Any]:
    return list(own_pictures_in(document))


def test_a_form_comes_in_with_its_pictures_and_goes_out_with_them(
    sign_in: Callable[[str], FlaskClient], client: FlaskClient
) -> None:
    lead, number = sign_in("engagement_lead"), make_consultation(slug="square").id
    plan = {"square/media/plan.png": noise()}
    answer = send(lead, number, "square.zip", zipped(**plan))
    assert answer.status_code == 200
    assert "was taken and made small" in answer.text
    assert "“gone.png”, did not come with the form" in answer.text
    assert "The picture “tree.gif” was left out." in answer.text
    (draft,) = list_drafts(number)
    asked = draft.document["pages"][0]["questions"]
    assert asked[0]["picture"]["label"] == {"en": "The square as it may be"}
    assert ["picture" in each for each in asked[1]["options"]] == [True, False]
    kept = pictures_of(draft.document)
    assert set(kept) == {each["file"] for each in pictures(draft.document)}
    publish_version(SYSTEM, draft.survey_id)
    for digest, content in kept.items():
        assert client.get(f"/pictures/{digest}.webp").data == content
    version = find_current_version(number)
    assert version is not None
    overview = lead.get(f"/staff/consultations/{number}").text
    assert f"/staff/surveys/{version.id}.zip" in overview
    taken = lead.get(f"/staff/surveys/{version.id}.zip").data
    names = zipfile.ZipFile(io.BytesIO(taken)).namelist()
    assert names[0] == "square-1.xlsx" and len(names) == 3 and names[1].startswith("media/")
    other = make_consultation(slug="again").id
    back = send(lead, other, "square-1.zip", taken)
    assert "Everything in the file came over." in back.text
    assert list_drafts(other)[0].document == get_document_of(version.id)


def test_many_pictures_share_the_room_that_a_survey_has(
    sign_in: Callable[[str], FlaskClient],
) -> None:
    lead, number = sign_in("engagement_lead"), make_consultation(slug="square").id
    rows = [("first", f"o{at}", f"Place {at}", f"{at}.png") for at in range(12)]
    form = workbook(
        survey=[("type", "name", "label"), ("select_one first", "first", "Which?")],
        choices=[("list_name", "name", "label", "image"), *rows],
    )
    files = {f"{at}.png": noise(120 + at) for at in range(12)}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in {"form.xlsx": form, **files}.items():
            archive.writestr(name, content)
    answer = send(lead, number, "form.zip", out.getvalue())
    kept = pictures_of(list_drafts(number)[0].document)
    assert 0 < sum(map(len, kept.values())) <= MOST_BYTES_OF_SURVEY
    assert answer.text.count("was left out") == 12 - len(kept)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"no archive", "cannot be read"),
        (pack("readme.md", b"", {}), "There has to be one form"),
        (zipped().replace(FORM[40:60], bytes(20)), "cannot be read"),
        (zipped(**{"square/other.xlsx": FORM}), "There has to be one form"),
    ],
)
def test_what_is_no_form_with_its_files_is_refused(
    sign_in: Callable[[str], FlaskClient], content: bytes, told: str
) -> None:
    lead, number = sign_in("engagement_lead"), make_consultation(slug="square").id
    answer = send(lead, number, "form.zip", content)
    assert answer.status_code == 422 and told in answer.text
    assert list_drafts(number) == ()


def test_an_archive_of_very_many_files_is_refused() -> None:
    many = {f"{at:064x}": b"" for at in range(MOST_FILES)}
    named = io.BytesIO()
    with zipfile.ZipFile(named, "w") as archive:
        archive.writestr("form.xlsx", FORM)
        for name in many:
            archive.writestr(name, b"")
    with pytest.raises(RefusedFile, match="too many files"):
        open_bundle(named.getvalue())


def test_the_command_takes_pictures_beside_a_form_and_writes_them_beside_another(
    tmp_path: Path, sign_in: Callable[[str], FlaskClient]
) -> None:
    form, run = tmp_path / "form.xlsx", CliRunner().invoke
    form.write_bytes(FORM)
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "bench.jpg").write_bytes(photo())
    (tmp_path / "plan.png").write_bytes(noise())
    done = run(main, ["survey", "import", str(form)])
    assert done.exit_code == 0, done.output
    document = json.loads((tmp_path / "form.json").read_text(encoding="utf-8"))
    digests = [each["file"] for each in pictures(document)]
    beside = sorted(path.stem for path in (tmp_path / "form-media").iterdir())
    assert beside == sorted(digest[:16] for digest in digests) and len(beside) == 2

    out = tmp_path / "out" / "form.xlsx"
    out.parent.mkdir()
    done = run(main, ["survey", "export", str(tmp_path / "form.json"), "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert sorted(path.stem for path in (out.parent / "form-media").iterdir()) == beside
    packed = tmp_path / "survey.zip"
    done = run(main, ["survey", "import", str(form), "--out", str(packed)])
    assert done.exit_code == 0, done.output
    lead, number = sign_in("engagement_lead"), make_consultation(slug="square").id
    answer = send(lead, number, "survey.zip", packed.read_bytes())
    assert answer.status_code == 303, answer.text
    kept = list_drafts(number)[0].document
    assert len(pictures_of(kept)) == 2
    assert [each["label"] for each in pictures(kept)] == [
        each["label"] for each in pictures(document)
    ]
