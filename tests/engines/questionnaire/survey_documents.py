"""A survey to try things on, and strategies for random surveys and answers."""

from copy import deepcopy
from datetime import date

from hypothesis import assume
from hypothesis import strategies as st

from engage.engines.questionnaire import DONT_KNOW, check_survey
from engage.engines.questionnaire.expressions.trees import Names, write_condition
from engage.engines.questionnaire.library import from_library


def words(text):
    return {"en": text, "ar": f"{text} (ar)"}


def options(*codes):
    return [{"code": code, "label": words(code)} for code in codes]


_DOCUMENT = {
    "format": 1,
    "code": "needs",
    "title": words("Needs"),
    "languages": ["en", "ar"],
    "pages": [
        {
            "code": "travel",
            "questions": [
                {
                    "code": "q_way",
                    "kind": "single_choice",
                    "label": words("How do you travel?"),
                    "required": True,
                    "options": options("bus", "car", "foot"),
                },
                {
                    "code": "q_bus",
                    "kind": "long_text",
                    "label": words("What about the bus?"),
                    "show_if": {"question": "q_way", "is": "bus"},
                    "min_length": 3,
                    "max_length": 50,
                },
            ],
        },
        {
            "code": "bus_more",
            "show_if": {"question": "q_bus", "answered": True},
            "questions": [{"code": "q_line", "kind": "short_text", "label": words("Which line?")}],
        },
        {
            "code": "needs",
            "questions": [
                {
                    "code": "q_needs",
                    "kind": "multiple_choice",
                    "label": words("What do you need?"),
                    "max_choices": 2,
                    "options": [
                        *options("lights", "shade", "seats"),
                        {"code": "none", "label": words("none"), "exclusive": True},
                    ],
                },
                {
                    "code": "q_safe",
                    "kind": "scale",
                    "label": words("How safe?"),
                    "minimum": 1,
                    "maximum": 5,
                    "dont_know": True,
                },
                {
                    "code": "q_people",
                    "kind": "number",
                    "label": words("How many people?"),
                    "integer": True,
                    "minimum": 0,
                    "maximum": 20,
                },
            ],
        },
    ],
}


def document():
    """A fresh copy, to be changed at will."""
    return deepcopy(_DOCUMENT)


_HOUSEHOLD = {
    "format": 1,
    "code": "household",
    "title": words("Your home"),
    "languages": ["en", "ar"],
    "pages": [
        {
            "code": "p_start",
            "questions": [
                {
                    "code": "q_people",
                    "kind": "number",
                    "label": words("How many are you?"),
                    "integer": True,
                    "minimum": 0,
                    "maximum": 4,
                    "required": True,
                }
            ],
        },
        {
            "code": "p_home",
            "title": words("People in your home"),
            "repeat": {"label": words("Person"), "minimum": 1, "maximum": 4},
            "questions": [
                {
                    "code": "q_name",
                    "kind": "short_text",
                    "comments": False,
                    "label": words("Name?"),
                    "required": True,
                },
                {
                    "code": "q_age",
                    "kind": "number",
                    "integer": True,
                    "label": words("How old?"),
                    "constraint": ". < 120 and ${q_people} > 1",
                },
                {
                    "code": "q_work",
                    "kind": "yes_no",
                    "label": words("Does ${q_name} work?"),
                    "show_if": {"question": "q_age", "at_least": 16},
                },
            ],
        },
        {
            "code": "p_end",
            "show_if": "${p_home} >= 2 or sum(${q_age}) > 100",
            "questions": [
                {
                    "code": "q_many",
                    "kind": "yes_no",
                    "label": words("Are ${p_home} too many?"),
                    "show_if": {"question": "p_home", "at_least": 2},
                },
                {"code": "c_years", "kind": "calculation", "expression": "sum(${q_age})"},
            ],
        },
    ],
}


def household():
    """A fresh copy of a survey with a repeated section, to be changed at will."""
    return deepcopy(_HOUSEHOLD)


CODES = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
TEXTS = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"], exclude_characters="\ufeff"),
    min_size=1,
)
LABELS = TEXTS.map(words)


def _option(code):
    please_say = st.just({}) | st.fixed_dictionaries({"label": LABELS, "required": st.booleans()})
    return st.fixed_dictionaries(
        {"code": st.just(code), "label": LABELS}, optional={"please_say": please_say}
    )


def _options(least):
    codes = st.lists(CODES, min_size=least, max_size=4, unique=True)
    return codes.flatmap(lambda found: st.tuples(*map(_option, found)).map(list))


def _coded(parts):
    """One to four parts with codes of their own."""
    codes = st.lists(CODES, min_size=1, max_size=4, unique=True)
    return codes.flatmap(
        lambda found: st.tuples(
            *(parts.map(lambda part, c=code: {"code": c, **part}) for code in found)
        ).map(list)
    )


_KINDS = st.one_of(
    st.fixed_dictionaries(
        {"kind": st.sampled_from(["single_choice", "multiple_choice"]), "options": _options(1)},
        optional={"order": st.sampled_from(["listed", "shuffled", "rotated"])},
    ),
    st.fixed_dictionaries(
        {"kind": st.just("scale"), "minimum": st.integers(0, 1), "maximum": st.integers(2, 7)},
        optional={"dont_know": st.booleans()},
    ),
    st.fixed_dictionaries({"kind": st.sampled_from(["short_text", "long_text"])}),
    st.fixed_dictionaries({"kind": st.just("number")}, optional={"integer": st.booleans()}),
    st.fixed_dictionaries({"kind": st.just("yes_no")}, optional={"dont_know": st.booleans()}),
    st.fixed_dictionaries({"kind": st.sampled_from(["date", "time"])}),
    st.fixed_dictionaries({"library": st.sampled_from(["age_band", "gender", "language"])}),
    st.fixed_dictionaries(
        {"library": st.just("area"), "options": _coded(st.fixed_dictionaries({"label": LABELS}))}
    ),
    st.fixed_dictionaries(
        {"kind": st.just("long_list"), "options": _coded(st.fixed_dictionaries({"label": LABELS}))}
    ),
    st.fixed_dictionaries({"kind": st.just("amount"), "currency": st.sampled_from(["EUR", "JOD"])}),
    st.fixed_dictionaries(
        {"kind": st.just("ranking"), "options": _coded(st.fixed_dictionaries({"label": LABELS}))},
        optional={"max_choices": st.just(4)},
    ),
    st.fixed_dictionaries(
        {
            "kind": st.just("matrix"),
            "rows": _coded(st.fixed_dictionaries({"label": LABELS})),
            "options": _coded(st.fixed_dictionaries({"label": LABELS})),
        },
        optional={"several": st.booleans()},
    ),
    st.fixed_dictionaries(
        {"kind": st.just("consent")}, optional={"must_be_given": st.booleans(), "text": LABELS}
    ),
    st.fixed_dictionaries({"kind": st.just("information"), "text": LABELS}),
)


def _chosen(question):
    codes = [each["code"] for each in question["options"]]
    subsets = st.sets(st.sampled_from(codes), min_size=1)
    return subsets.map(lambda chosen: [code for code in codes if code in chosen])


def _ranked(question):
    codes = st.sampled_from([each["code"] for each in question["options"]])
    return st.lists(codes, min_size=1, unique=True)


def _points(question):
    points = st.integers(question["minimum"], question["maximum"])
    return points | st.just(DONT_KNOW) if question.get("dont_know") else points


def _numbers(question):
    whole = st.integers(-(10**9), 10**9)
    decimal = st.decimals(-1000, 1000, places=4).map(float)
    return whole if question.get("integer") else whole | decimal


def _yes_or_no(question):
    unknown = [DONT_KNOW] if question.get("dont_know") else []
    return st.sampled_from(["yes"] if question.get("must_be_given") else ["yes", "no", *unknown])


_VALUES = {
    "single_choice": lambda found: st.sampled_from([each["code"] for each in found["options"]]),
    "long_list": lambda found: st.sampled_from([each["code"] for each in found["options"]]),
    "multiple_choice": _chosen,
    "scale": _points,
    "number": _numbers,
    "yes_no": _yes_or_no,
    "consent": _yes_or_no,
    "ranking": _ranked,
    "amount": lambda _found: st.decimals(0, 10**6, places=2).map(float),
    "date": lambda _found: st.dates(date(1000, 1, 1)).map(date.isoformat),
    "time": lambda _found: st.times().map(lambda found: found.isoformat("minutes")),
}


def values_for(question):
    """Valid values for a question document."""
    if question["kind"] in _VALUES:
        return _VALUES[question["kind"]](question)
    return TEXTS.map(lambda text: "x" + text + "x")


@st.composite
def _comparison(draw, earlier):
    question = draw(st.sampled_from(earlier))
    known = {
        "single_choice": ["is", "is_not"],
        "multiple_choice": ["includes"],
        "scale": ["is", "at_least", "at_most"],
        "number": ["at_least", "is_not"],
        "yes_no": ["is", "is_not"],
        "consent": ["is", "is_not"],
        "ranking": ["includes", "first"],
        "amount": ["at_least", "at_most"],
        "long_list": ["is", "is_not"],
        "date": ["is", "at_least", "at_most"],
    }
    operators = [*known.get(question["kind"], []), "answered"]
    operator = draw(st.sampled_from(operators))
    if operator == "answered":
        value = draw(st.booleans())
    else:
        value = draw(values_for({**question, "dont_know": False}))
        value = value[0] if isinstance(value, list) else value
    return {"question": question["code"], operator: value}


def _condition(earlier):
    return st.recursive(
        _comparison(earlier),
        lambda parts: st.one_of(
            st.lists(parts, min_size=1, max_size=2).map(lambda found: {"all": found}),
            st.lists(parts, min_size=1, max_size=2).map(lambda found: {"any": found}),
            parts.map(lambda found: {"not": found}),
        ),
        max_leaves=3,
    )


@st.composite
def survey_documents(draw):
    """Valid surveys of one to four pages, with conditions on earlier questions."""
    codes = iter(draw(st.lists(CODES, min_size=16, max_size=16, unique=True)))
    earlier, written, pages = [], [], []
    for _ in range(draw(st.integers(1, 4))):
        page = {"code": next(codes), "questions": []}
        if earlier and draw(st.booleans()):
            page["show_if"] = draw(_condition(earlier))
        for _ in range(draw(st.integers(1, 2))):
            question = {**draw(_KINDS), "code": next(codes), "label": draw(LABELS)}
            if question.get("kind") != "information":
                question["required"] = draw(st.booleans())
            if earlier and draw(st.booleans()):
                question["show_if"] = draw(_condition(earlier))
            if earlier:
                _express(draw, question, earlier)
            page["questions"].append(question)
            written.append(question)
            earlier += _asked_in(question)
        if earlier and draw(st.booleans()):
            page["questions"].append(_calculation(draw, next(codes), earlier))
        pages.append(page)
    made = [code for question in written for code in _made_codes(question)]
    assume(len({*made, *(each["code"] for each in written)}) == len(made) + len(written))
    return {**document(), "pages": pages}


def _express(draw, question, earlier):
    """Conditions and constraints as expressions, values calculated, answers repeated in labels."""
    text = write_condition(draw(_condition(earlier)), Names())
    for option in question.get("options", ()) if "library" not in question else ():
        if draw(st.integers(0, 3)) == 0:
            tree = draw(_condition(earlier))
            option["show_if"] = draw(st.sampled_from([tree, text, {"all": [text, tree]}]))
    if "show_if" in question and draw(st.booleans()):
        question["show_if"] = draw(st.sampled_from([text, {"any": [text, question["show_if"]]}]))
    if draw(st.booleans()):
        repeated = draw(st.sampled_from(earlier))["code"]
        question["label"] = {
            locale: f"{said} ${{{repeated}}}" for locale, said in question["label"].items()
        }
    if question.get("kind", "information") != "information" and draw(st.booleans()):
        question |= {"interviewer_note": draw(LABELS), "required": True}
        question["interviewer_script"] = draw(LABELS)
        question["required_message"] = draw(LABELS)
    is_ruled = question.get("kind", "matrix") not in ("matrix", "information")
    if is_ruled and draw(st.booleans()):
        question["constraint"] = draw(st.sampled_from([f". != '' or {text}", f".!='' or({text})"]))
        question["constraint_message"] = draw(LABELS)


def _calculation(draw, code, earlier):
    text = write_condition(draw(_condition(earlier)), Names())
    return {"code": code, "kind": "calculation", "expression": f"if({text}, 1, 2.5)"}


def _asked_in(question):
    """The questions that take answers in one that the document writes down."""
    question = from_library(question)
    if question["kind"] in ("information", "calculation"):
        return []
    if question["kind"] != "matrix":
        return [question]
    kind = "multiple_choice" if question.get("several") else "single_choice"
    return [
        {"code": f"{question['code']}_{row['code']}", "kind": kind, "options": question["options"]}
        for row in question["rows"]
    ]


def _made_codes(question):
    """The codes of the questions that are made from one that the document writes down."""
    question = from_library(question)
    if question["kind"] == "matrix":
        return [row["code"] for row in _asked_in(question)]
    options = question.get("options", ())
    return [f"{question['code']}_{each['code']}" for each in options if "please_say" in each]


def _more_words(question):
    codes = _made_codes(question)
    words_said = {code: TEXTS.map(lambda text: "x" + text + "x") for code in codes}
    return st.fixed_dictionaries({}, optional=words_said)


@st.composite
def surveys_with_answers(draw):
    """A survey document and valid answers to some of its questions, on the way or off it."""
    found = draw(survey_documents())
    answers = {}
    for page in found["pages"]:
        for question in page["questions"]:
            for asked in _asked_in(question):
                if draw(st.booleans()):
                    answers[asked["code"]] = draw(values_for(asked))
                    answers |= draw(_more_words(asked))
    return found, answers


@st.composite
def repeated_documents(draw):
    """Valid surveys whose last page but one is asked several times; the last asks about it."""
    found = draw(survey_documents())
    page = found["pages"][-1]
    taken = {each["code"] for one in found["pages"] for each in one["questions"]}
    assume(not {page["code"], "q_last"} & taken)
    page["title"] = draw(LABELS)
    page["repeat"] = {"label": draw(LABELS), "maximum": draw(st.integers(1, 4))}
    if draw(st.booleans()):
        page["repeat"]["minimum"] = draw(st.integers(0, page["repeat"]["maximum"]))
    if draw(st.booleans()) and len(found["pages"]) > 1:
        most = page["repeat"]["maximum"]
        found["pages"][0]["questions"].append(
            {
                "code": "q_count",
                "kind": "number",
                "label": draw(LABELS),
                **{"integer": True, "minimum": 0, "maximum": most},
            }
        )
        page["repeat"]["count"] = "q_count"
    numbers = [
        each["code"] for each in page["questions"] if each.get("kind") in ("number", "scale")
    ]
    label = words(f"So many: ${{{page['code']}}}")
    last = {"code": "q_last", "kind": "yes_no", "label": label}
    named = draw(st.sampled_from([page["code"], *numbers]))
    asked = f"${{{named}}}" if named == page["code"] else f"sum(${{{named}}})"
    last["show_if"] = f"{asked} >= {draw(st.integers(0, 3))}"
    found["pages"].append({"code": "p_q_last", "questions": [last]})
    assume(all(len(f"{page['code']}_2_{code}") <= 40 for code in _codes_of(page)))
    assume(not any(problem.severity == "error" for problem in check_survey(found)))
    return found


def _codes_of(page):
    return [
        code
        for question in page["questions"]
        for code in (question["code"], *_made_codes(question))
    ]


@st.composite
def repeated_surveys_with_answers(draw):
    """A survey document with a repeated section, and valid answers to it, on the way or off it."""
    found = draw(repeated_documents())
    page = found["pages"][-2]
    code, most = page["code"], page["repeat"]["maximum"]
    answers = {}
    for one in found["pages"]:
        prefixes = [f"{code}_{n}_" for n in range(1, most + 1)] if one is page else [""]
        for question in one["questions"]:
            for asked in _asked_in(question):
                for prefix in prefixes:
                    if draw(st.booleans()):
                        value = draw(st.integers(0, most)) if asked["code"] == "q_count" else None
                        value = draw(values_for(asked)) if value is None else value
                        said = {asked["code"]: value, **draw(_more_words(asked))}
                        answers |= {f"{prefix}{name}": each for name, each in said.items()}
    if "count" not in page["repeat"]:
        answers[code] = draw(st.integers(page["repeat"].get("minimum", 0), most))
    return found, answers
