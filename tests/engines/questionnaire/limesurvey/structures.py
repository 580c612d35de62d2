"""Structures of surveys as LimeSurvey exports them, until version 3 and from version 4."""

from xml.sax.saxutils import escape


def section(name, rows):
    fields = list(dict.fromkeys(field for row in rows for field in row))
    heads = "".join(f"<fieldname>{field}</fieldname>" for field in fields)
    written = "".join(
        "<row>"
        + "".join(f"<{key}><![CDATA[{value}]]></{key}>" for key, value in row.items())
        + "</row>"
        for row in rows
    )
    return f"<{name}><fields>{heads}</fields><rows>{written}</rows></{name}>"


def lss(**sections):
    body = "".join(section(name, rows) for name, rows in sections.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?><document>'
        "<LimeSurveyDocType>Survey</LimeSurveyDocType><DBVersion>640</DBVersion>"
        f"<languages><language>{escape('en')}</language></languages>{body}</document>"
    ).encode()


def question(qid, kind, title, gid=1, **more):
    row = {"qid": qid, "parent_qid": 0, "sid": 42, "gid": gid, "type": kind, "title": title}
    return {**row, "mandatory": "N", "other": "N", "question_order": qid, "relevance": "1", **more}


def below(qid, parent, title):
    return question(qid, "T", title, parent_qid=parent)


def words(qid, en, es, **more):
    return [
        {"qid": qid, "question": en, "help": more.get("help", ""), "language": "en"},
        {"qid": qid, "question": es, "help": more.get("help", ""), "language": "es"},
    ]


HEAD = {
    "surveys": [
        {
            **{"sid": 42, "language": "en", "additional_languages": "es", "format": "G"},
            **{"admin": "Somebody", "expires": ""},
        }
    ],
    "surveys_languagesettings": [
        {
            **{"surveyls_survey_id": 42, "surveyls_language": code, "surveyls_title": title},
            **{"surveyls_welcometext": welcome, "surveyls_endtext": "<p>Bye</p>"},
        }
        for code, title, welcome in (
            ("en", "Needs", "<p>Hello <b>you</b></p><p>Welcome</p>"),
            ("es", "Necesidades", "<p>Hola</p>"),
        )
    ],
    "groups": [
        {"gid": 1, "sid": 42, "group_order": 1, "grelevance": "1"},
        {"gid": 2, "sid": 42, "group_order": 2, "grelevance": 'Q1.NAOK == "A1"'},
    ],
    "group_l10ns": [
        {"gid": gid, "group_name": name, "description": "", "language": code}
        for gid, name, code in (
            (1, "First", "en"),
            (1, "Uno", "es"),
            (2, "Second", "en"),
            (2, "Dos", "es"),
        )
    ],
}
ANSWERS = [
    {"aid": 1, "qid": 10, "code": "A1", "sortorder": 1, "assessment_value": 0, "scale_id": 0},
    {"aid": 2, "qid": 10, "code": "A2", "sortorder": 2, "assessment_value": 0, "scale_id": 0},
    {"aid": 3, "qid": 30, "code": "F1", "sortorder": 1, "assessment_value": 0, "scale_id": 0},
    {"aid": 4, "qid": 30, "code": "F2", "sortorder": 2, "assessment_value": 0, "scale_id": 0},
]
ANSWER_WORDS = [
    {"aid": aid, "answer": f"{word} {code}", "language": code}
    for aid, word in ((1, "Bus"), (2, "Foot"), (3, "Bad"), (4, "Good"))
    for code in ("en", "es")
]
WHOLE = lss(
    **HEAD,
    questions=[
        question(10, "L", "Q1", mandatory="Y", other="Y"),
        question(20, "M", "Q2"),
        question(30, "F", "Q3", relevance='!is_empty(Q1.NAOK) && (Q2_SQ001.NAOK == "Y")'),
        question(40, "N", "Q4", gid=2),
        question(50, "T", "Q5", gid=2, relevance="Q4.NAOK > 3", preg="/(?=a)/"),
        question(60, "S", "Q6", gid=2, relevance='Q3_B1.NAOK == "F2"'),
        question(70, "Y", "Q7", gid=2, mandatory="S"),
        question(80, "X", "Q8", gid=2),
        question(90, "|", "Q9", gid=2),
        question(100, "D", "Q10", gid=2, relevance="strlen(Q5.NAOK) > 3"),
        question(110, "5", "Q11", gid=2),
    ],
    subquestions=[
        below(21, 20, "SQ001"),
        below(22, 20, "SQ002"),
        below(31, 30, "B1"),
        below(32, 30, "B2"),
    ],
    question_l10ns=[
        row
        for qid in (10, 20, 21, 22, 30, 31, 32, 40, 50, 60, 70, 80, 90, 100, 110)
        for row in words(qid, f"<p>Question {qid}</p>", f"Pregunta {qid}")
    ],
    answers=ANSWERS,
    answer_l10ns=ANSWER_WORDS,
    question_attributes=[
        {"qid": 20, "attribute": "max_answers", "value": "2", "language": ""},
        {"qid": 20, "attribute": "exclude_all_others", "value": "SQ002", "language": ""},
        {"qid": 40, "attribute": "num_value_int_only", "value": "1", "language": ""},
        {"qid": 40, "attribute": "max_num_value_n", "value": "9", "language": ""},
        {"qid": 50, "attribute": "cssclass", "value": "big", "language": ""},
    ],
    quota=[{"id": 1, "name": "Enough"}],
)
OLD = lss(
    surveys=[{"sid": 7, "language": "en", "additional_languages": "", "format": "A"}],
    surveys_languagesettings=[
        {"surveyls_survey_id": 7, "surveyls_language": "en", "surveyls_title": "Old"}
    ],
    groups=[{"gid": 1, "sid": 7, "group_name": "G", "description": "", "language": "en"}],
    questions=[
        {**question(1, "!", "kind"), "question": "Which?", "help": "One", "language": "en"},
    ],
    answers=[
        {"qid": 1, "code": "a", "answer": "A", "sortorder": 0, "language": "en", "scale_id": 0},
        {"qid": 1, "code": "b", "answer": "B", "sortorder": 1, "language": "en", "scale_id": 0},
        {"qid": 1, "code": "c", "answer": "C", "sortorder": 1, "language": "en", "scale_id": 1},
    ],
)
