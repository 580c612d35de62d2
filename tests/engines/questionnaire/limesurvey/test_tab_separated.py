"""The structure of a survey as LimeSurvey writes it for spreadsheets."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.engines.questionnaire import check_survey
from engage.engines.questionnaire.foreign import RefusedFile
from engage.engines.questionnaire.limesurvey import import_limesurvey

HEADS = (
    *("id", "related_id", "class", "type/scale", "name", "relevance", "text", "help", "language"),
    *("validation", "mandatory", "other", "default", "same_default", "max_answers"),
    *("dualscale_headerA", "dualscale_headerB"),
)
EMPTY = dict.fromkeys(HEADS, "")


def row(class_, name, text, language="", scale="", **more):
    own = {"class": class_, "type/scale": scale, "name": name, "text": text, "language": language}
    return {**EMPTY, **own, **more}


def in_language(language, word, most):
    """The rows of one language, as they come for each."""

    def told(text):
        return f"{word} {text}"

    return [
        row("SL", "surveyls_title", told("Needs"), language),
        row("G", told("First"), "", language, id="1", relevance="1"),
        row("Q", "Q1", told("way?"), language, "L", id="1", mandatory="Y", other="Y"),
        row("A", "A1", told("bus"), language, "0", id="1"),
        row("A", "A2", told("foot"), language, "0", id="1"),
        row("Q", "Q2", told("needs?"), language, "M", id="2", max_answers=most),
        row("SQ", "SQ001", told("shade"), language, id="3"),
        row("SQ", "SQ002", told("light"), language, id="4"),
        row("G", told("Second"), told("about"), language, id="2", relevance='Q1.NAOK == "A1"'),
        row("Q", "Q3", told("both"), language, "1", id="5", dualscale_headerA=told("now")),
        row("SQ", "R1", told("row"), language, id="6", relevance="1"),
        row("A", "B1", told("bad"), language, "0", id="5"),
        row("A", "B2", told("good"), language, "1", id="5"),
        row("Q", "Q4", told("<b>why</b>"), language, "T", id="7", default="x"),
        row("Q", "Q5", told("cells"), language, ";", id="8", relevance="!is_empty(Q4.NAOK)"),
        row("SQ", "Y1", told("down"), language, "0", id="9"),
        row("SQ", "X1", told("across"), language, "1", id="10"),
    ]


def tab_separated(*rows, encoding="utf-8-sig"):
    target = io.StringIO()
    writer = csv.DictWriter(target, HEADS, delimiter="\t")
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue().encode(encoding)


def whole(has_ids=True, **more):
    head = [
        row("S", "sid", "42"),
        row("S", "language", "en"),
        row("S", "additional_languages", "es"),
        row("S", "format", "A"),
    ]
    parts = [
        *in_language("en", "the", "2"),
        *in_language("es", "el", "3"),
        row("QTA", "Enough", "1"),
    ]
    return tab_separated(
        *head, *({**part, "id": part["id"] if has_ids else ""} for part in parts), **more
    )


@pytest.mark.parametrize("more", [{}, {"has_ids": False}, {"encoding": "utf-16"}])
def test_a_survey_comes_in_with_its_groups_languages_and_conditions(more):
    found = import_limesurvey(whole(**more))
    document = found.document
    assert [each for each in check_survey(document) if each.severity == "error"] == []
    assert document["languages"] == ["en", "es"]
    assert document["layout"] == "single_page"
    assert document["title"] == {"en": "the Needs", "es": "el Needs"}
    first, second = document["pages"]
    assert (first["title"]["es"], second["title"]["en"]) == ("el First", "the Second")
    assert second["show_if"] == {"question": "q1", "is": "a1"}
    parts = {part["code"]: part for page in document["pages"] for part in page["questions"]}
    assert list(parts) == ["q1", "q2", "about_group_2", "q3", "q3_2", "q4", "q5_y1_x1"]
    assert parts["q1"]["required"] is True
    assert [option["code"] for option in parts["q1"]["options"]] == ["a1", "a2", "other"]
    assert parts["q1"]["options"][0]["label"] == {"en": "the bus", "es": "el bus"}
    assert parts["q2"]["max_choices"] == 2
    assert parts["q3"]["options"] == [{"code": "b1", "label": {"en": "the bad", "es": "el bad"}}]
    assert parts["q3"]["label"] == {"en": "the both – the now", "es": "el both – el now"}
    assert [option["code"] for option in parts["q3_2"]["options"]] == ["b2"]
    assert parts["q5_y1_x1"]["label"]["es"] == "el cells – el down – el across"
    assert parts["q5_y1_x1"]["show_if"] == {"not": {"question": "q4", "answered": False}}
    told = {note.place: str(note.done) for note in found.notes}
    assert "formatting" in told["questions!question19"]
    assert "no meaning" in told["question_attributes!value19"]
    assert "first language" in told["question_attributes!max_answers28"]
    assert "QTA" in told


@pytest.mark.parametrize(
    "content",
    [
        *(b"class\tname\ttext\n", b"id;class;type/scale;name;text\n", b"\xff\xfe\x00", b"\x80\t"),
        tab_separated(row("G", "x" * 200_000, "")),
        whole() + b"\t" * 500_001,
        whole() + b" " * 10_000_001,
    ],
    ids=range(7),
)
def test_what_is_no_structure_is_refused(content):
    with pytest.raises(RefusedFile):
        import_limesurvey(content)


CLASSES = st.sampled_from(["S", "SL", "G", "Q", "SQ", "A", "AS", "", "q"])
CELLS = st.sampled_from(["", "1", "0", "L", "M", ":", "Q1", "{Q1}", "en", "Y", "x y", "*", "<p>a"])
LINES = st.fixed_dictionaries({**dict.fromkeys(HEADS, CELLS), "class": CLASSES})


@settings(max_examples=80, deadline=None)
@given(st.lists(LINES, max_size=12))
def test_any_lines_are_read_without_breaking(lines):
    found = import_limesurvey(tab_separated(*lines))
    if found.document is not None:
        assert [each for each in check_survey(found.document) if each.severity == "error"] == []
    else:
        assert any(not note.row for note in found.notes)
