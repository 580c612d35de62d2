"""What becomes of a survey of LimeSurvey."""

import pytest

from engage.engines.questionnaire import check_survey, read_survey, validate
from engage.engines.questionnaire.foreign import RefusedFile
from engage.engines.questionnaire.limesurvey import import_limesurvey
from tests.engines.questionnaire.limesurvey.structures import (
    HEAD,
    OLD,
    WHOLE,
    below,
    lss,
    question,
    words,
)


@pytest.fixture(scope="module")
def found():
    return import_limesurvey(WHOLE)


@pytest.fixture(scope="module")
def parts(found):
    return {part["code"]: part for page in found.document["pages"] for part in page["questions"]}


def told_at(found, place):
    return [str(note.done) for note in found.notes if note.place == place]


def test_it_can_be_published(found):
    assert check_survey(found.document) == ()
    assert found.document["languages"] == ["en", "es"]
    assert found.document["title"] == {"en": "Needs", "es": "Necesidades"}
    assert found.document["intro"]["en"] == "Hello you\n\nWelcome"
    assert [page["title"]["es"] for page in found.document["pages"]] == ["Uno", "Dos"]


def test_questions_keep_their_kinds_answers_and_limits(parts):
    assert parts["q1"]["required"] is True
    assert [option["code"] for option in parts["q1"]["options"]] == ["a1", "a2", "other"]
    assert parts["q1"]["options"][0]["label"] == {"en": "Bus en", "es": "Bus es"}
    assert parts["q2"]["max_choices"] == 2
    assert parts["q2"]["options"][1]["exclusive"] is True
    assert [row["code"] for row in parts["q3"]["rows"]] == ["b1", "b2"]
    assert (parts["q4"]["integer"], parts["q4"]["maximum"]) == (True, 9)
    kinds = {code: part["kind"] for code, part in parts.items()}
    assert (kinds["q5"], kinds["q6"], kinds["q7"]) == ("long_text", "short_text", "yes_no")
    assert (kinds["q8"], kinds["q10"], kinds["q11"]) == ("information", "date", "scale")
    assert kinds["q9"] == "file"


def test_conditions_come_over_where_they_can_be_said(found, parts):
    assert found.document["pages"][1]["show_if"] == {"question": "q1", "is": "a1"}
    assert parts["q3"]["show_if"] == {
        "all": [
            {"not": {"question": "q1", "answered": False}},
            {"question": "q2", "includes": "sq001"},
        ]
    }
    assert parts["q5"]["show_if"] == {"question": "q4", "at_least": 4}
    assert parts["q6"]["show_if"] == {"question": "q3_b1", "is": "f2"}
    assert parts["q10"]["show_if"] == "string-length(${q5}) > 3"


def test_the_rest_is_told_row_by_row(found):
    assert "One PDF or photo is taken" in told_at(found, "questions!type9")[0]
    assert "merely asked again" in told_at(found, "questions!mandatory7")[0]
    assert told_at(found, "questions!preg5") != []
    assert told_at(found, "question_attributes!value5") != []
    assert told_at(found, "question_attributes!value1") == []
    assert told_at(found, "quota") != []
    assert told_at(found, "surveys!1") != []
    assert told_at(found, "surveys_languagesettings!surveyls_endtext1") != []
    assert "formatting" in told_at(found, "surveys_languagesettings!surveyls_welcometext1")[0]


def test_files_of_version_3_hold_their_texts_in_the_rows():
    found = import_limesurvey(OLD)
    (page,) = found.document["pages"]
    (question,) = page["questions"]
    assert question["label"] == {"en": "Which?"}
    assert question["hint"] == {"en": "One"}
    assert [each["label"]["en"] for each in question["options"]] == ["A", "B"]
    assert found.document["layout"] == "single_page"
    assert "one list of answers" in told_at(found, "answers!3")[0]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<document/>",
        b"not xml",
        WHOLE.replace(b"DocType>Survey<", b"DocType>Group<"),
        WHOLE.replace(b"<document>", b'<!DOCTYPE d [<!ENTITY a "b">]><document>', 1),
        WHOLE + b" " * 11_000_000,
    ],
)
def test_what_is_no_structure_is_refused(content):
    with pytest.raises(RefusedFile):
        import_limesurvey(content)


def test_what_belongs_to_no_question_is_told():
    lost = question(5, "T", "Q5", gid=99)
    extra = {"qid": 77, "attribute": "hidden", "value": "1", "language": ""}
    whole = {"questions": [question(1, "T", "Q1"), lost], "question_attributes": [extra]}
    l10n = [{"qid": 1, "question": "A", "help": "", "script": "alert()", "language": "en"}]
    found = import_limesurvey(lss(**{**HEAD, **whole, "question_l10ns": l10n}))
    assert "nothing that is asked here" in told_at(found, "questions!2")[0]
    assert told_at(found, "question_attributes!1") != []
    assert told_at(found, "question_l10ns!script1") != []


def test_limits_that_refuse_each_other_are_taken_out_in_every_question():
    rows = [question(qid, "T", f"Q{qid}") for qid in range(1, 201)]
    limits = [{"qid": qid, "attribute": "maximum_chars", "value": "99999"} for qid in range(1, 201)]
    found = import_limesurvey(lss(**{**HEAD, "questions": rows, "question_attributes": limits}))
    (page,) = found.document["pages"]
    assert len(page["questions"]) == 200
    assert not any("max_length" in each for each in page["questions"])
    assert sum("To correct" in str(note.done) for note in found.notes) == 200


def test_a_survey_without_questions_gives_nothing():
    assert import_limesurvey(lss(surveys=[{"sid": 1, "language": "en"}])).document is None


@pytest.mark.parametrize(
    ("pattern", "fits", "others"),
    [
        ("/^[0-9]{5}$/", ["12345"], ["1234", "x12345", "123456"]),
        (r"/^\d+\/\d+$/", ["1/2"], ["12"]),
        ("/bus/i", ["The BUS\nis late", "bus"], ["tram"]),
        ("#^a|b$#", ["ax", "xb"], ["xax"]),
        ("/^it's$/u", ["it's"], ["its"]),
    ],
)
def test_what_an_answer_looks_like_becomes_a_constraint(pattern, fits, others):
    asked = question(1, "T", "Q1", preg=pattern)
    found = import_limesurvey(lss(**{**HEAD, "questions": [asked]}))
    assert told_at(found, "questions!preg1") == []
    survey = read_survey(found.document)
    for text in (*fits, *others):
        assert ("q1" in validate(survey, {"q1": text})) is (text in others)


@pytest.mark.parametrize("pattern", ["/(?=a)b/", "abc", "/a/x", "/[/", "/'\"/", r"/(a)\1/", "/"])
def test_what_cannot_be_said_of_an_answer_is_told(pattern):
    asked = question(1, "T", "Q1", preg=pattern)
    found = import_limesurvey(lss(**{**HEAD, "questions": [asked]}))
    assert "Not checked" in told_at(found, "questions!preg1")[0]


# Every type of question that LimeSurvey has, by its letter, and what it becomes.
TYPES = {
    **{"1": ["matrix", "matrix"], "5": ["scale"], "A": ["matrix"], "B": ["matrix"]},
    **{"C": ["matrix"], "D": ["date"], "E": ["matrix"], "F": ["matrix"], "G": ["single_choice"]},
    **{"H": ["matrix"], "I": [], "K": ["number"], "L": ["single_choice"]},
    **{"M": ["multiple_choice"], "N": ["number"], "O": ["single_choice", "long_text"]},
    **{"P": ["multiple_choice"], "Q": ["short_text"], "R": ["ranking"], "S": ["short_text"]},
    **{"T": ["long_text"], "U": ["long_text"], "X": ["information"], "Y": ["yes_no"]},
    **{"!": ["single_choice"], "*": ["calculation"], ":": ["number"], ";": ["short_text"]},
    **{"|": ["file"], "^": []},
}


@pytest.mark.parametrize("letter", TYPES)
def test_each_type_of_question_comes_in_or_is_told(letter):
    row, column = below(11, 10, "R1"), below(12, 10, "C1")
    is_array = letter in ":;"
    text = "{1 + 1}" if letter == "*" else "A"
    answers = [
        {"aid": at, "qid": 10, "code": f"A{at}", "sortorder": at, "scale_id": scale}
        for at, scale in ((1, 0), (2, 0), (3, 1), (4, 1))
        if letter == "1" or not scale
    ]
    found = import_limesurvey(
        lss(
            **HEAD,
            questions=[question(5, "T", "Q5"), question(10, letter, "Q10")],
            subquestions=[row, {**column, "scale_id": 1}] if is_array else [row],
            question_l10ns=[
                each
                for qid, label in ((5, "B"), (10, text), (11, "R"), (12, "C"))
                for each in words(qid, label, label)
            ],
            answers=answers if letter in "1FHLOR!" else [],
        )
    )
    kinds = [part["kind"] for page in found.document["pages"] for part in page["questions"]]
    assert kinds == ["long_text", *TYPES[letter]]
    assert [each for each in check_survey(found.document) if each.severity == "error"] == []
    assert TYPES[letter] or told_at(found, "questions!2") != []


def test_arrays_of_two_lists_of_numbers_and_of_ticks_keep_their_cells_and_conditions():
    columns = [{**below(at, 20, f"C{at}"), "scale_id": 1} for at in (22, 23)]
    ticked = [{**below(at, 30, f"C{at}"), "scale_id": 1} for at in (32, 33)]
    found = import_limesurvey(
        lss(
            **HEAD,
            questions=[
                question(10, "1", "Q10", mandatory="Y"),
                question(20, ":", "Q20", relevance='Q10_R11_1.NAOK == "A3"'),
                question(30, ":", "Q30"),
                question(40, "P", "Q40", relevance="Q20_R21_C22.NAOK > 3"),
                question(50, "D", "Q50"),
                question(60, "Q", "Q60"),
            ],
            subquestions=[
                *(below(qid + 1, qid, f"R{qid + 1}") for qid in (10, 20, 30, 40, 60)),
                *columns,
                *ticked,
            ],
            question_l10ns=[row for qid in (10, 20, 30, 40, 50) for row in words(qid, "Q", "P")],
            answers=[
                {"aid": at, "qid": 10, "code": f"A{at}", "sortorder": at, "scale_id": scale}
                for at, scale in ((1, 0), (2, 0), (3, 1), (4, 1))
            ],
            question_attributes=[
                {"qid": 10, "attribute": "dualscale_headerB", "value": "Later", "language": "en"},
                {"qid": 10, "attribute": "dualscale_headerB", "value": "Luego", "language": "es"},
                {"qid": 20, "attribute": "multiflexible_max", "value": "5", "language": ""},
                {"qid": 30, "attribute": "multiflexible_checkbox", "value": "1", "language": ""},
                {"qid": 60, "attribute": "maximum_chars", "value": "9", "language": ""},
                {"qid": 50, "attribute": "date_format", "value": "dd.mm.yyyy HH:MM"},
                {"qid": 50, "attribute": "date_min", "value": "2000-01-01", "language": ""},
                {"qid": 50, "attribute": "date_max", "value": "tomorrow", "language": ""},
            ],
        )
    )
    parts = {part["code"]: part for page in found.document["pages"] for part in page["questions"]}
    assert [each["code"] for each in parts["q10_2"]["options"]] == ["a3", "a4"]
    assert parts["q10_2"]["label"] == {"en": "Q – Later", "es": "P – Luego"}
    assert parts["q10_2"]["required"] is True
    assert (parts["q20_r21_c22"]["minimum"], parts["q20_r21_c22"]["maximum"]) == (1, 5)
    assert parts["q20_r21_c23"]["show_if"] == {"question": "q10_2_r11", "is": "a3"}
    assert (parts["q30"]["several"], len(parts["q30"]["options"])) == (True, 2)
    assert parts["q40"]["show_if"] == {"question": "q20_r21_c22", "at_least": 4}
    assert parts["q40"]["options"][0]["please_say"] == {}
    assert parts["q50"]["earliest"] == "2000-01-01"
    assert parts["q50_time"]["kind"] == "time"
    assert parts["q60_r61"]["max_length"] == 9
    assert "Not checked" in told_at(found, "question_attributes!value8")[0]
    assert [each for each in check_survey(found.document) if each.severity == "error"] == []
