from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.engines.questionnaire import (
    CannotEdit,
    add_copies,
    add_from_library,
    add_page,
    add_question,
    change_part,
    check_survey,
    duplicate,
    in_every_language,
    move,
    new_document,
    read_survey,
    remove,
    set_options,
    texts_of,
    with_words,
)
from engage.engines.questionnaire.kinds import PARTS
from tests.engines.questionnaire.survey_documents import document as survey_document


def codes(document):
    return [[question["code"] for question in page["questions"]] for page in document["pages"]]


def empty():
    return new_document("needs", {"en": "Needs"}, ["en", "ar"])


def test_a_survey_is_made_from_nothing():
    document, first = add_question(empty(), "single_choice", "p_1")
    document, second = add_question(document, "long_text", "p_1", after=first)

    def fill(part):
        part["label"] = {"en": "Which one?", "ar": "أيها؟"}
        set_options(part, "options", "en", [{"label": "This"}, {"label": "That"}, {"label": " "}])
        set_options(
            part,
            "options",
            "ar",
            [{"code": option["code"], "label": "هذا"} for option in part["options"]],
        )

    document = change_part(document, first, fill)
    document = with_words(document, "/title", "ar", "الاحتياجات")
    document = change_part(document, second, lambda part: part["label"].update(en="W", ar="ل"))
    survey = read_survey(document)
    assert [option.code for option in survey.question(first).options] == ["o_1", "o_2"]
    assert [question.code for question in survey.questions] == ["q_1", "q_2"]


def test_edits_leave_what_they_were_given_alone():
    document = survey_document()
    before = repr(document)
    add_page(document)
    add_question(document, "number", document["pages"][0]["code"])
    duplicate(document, "q_way")
    move(document, "q_way", 1)
    change_part(document, "q_way", lambda part: part.clear())
    with_words(document, "/title", "en", "Other")
    assert repr(document) == before


def test_questions_move_over_the_edge_of_a_page():
    document, page = add_page(empty())
    document, _ = add_question(document, "number", "p_1")
    document, _ = add_question(document, "number", "p_1")
    assert codes(document) == [["q_1", "q_2"], []]
    document = move(document, "q_1", 1)
    assert codes(document) == [["q_2", "q_1"], []]
    document = move(document, "q_1", 1)
    assert codes(document) == [["q_2"], ["q_1"]]
    assert move(document, "q_1", 1) == document
    document = move(document, page, -1)
    assert codes(document) == [["q_1"], ["q_2"]]


def test_what_others_hang_on_is_not_taken_away():
    document = survey_document()
    with pytest.raises(CannotEdit, match="q_bus"):
        remove(document, "q_way")
    for code in ("bus_more", "q_bus"):
        document = remove(document, code)
    assert "q_way" not in codes(remove(document, "q_way"))[0]


def test_the_last_page_stays():
    with pytest.raises(CannotEdit, match="at least one page"):
        remove(empty(), "p_1")


def test_a_copy_comes_under_a_code_of_its_own():
    document, code = duplicate(survey_document(), "q_way")
    assert code != "q_way" and codes(document)[0][:2] == ["q_way", code]
    part = survey_document()["pages"][0]["questions"][1]
    copied, given_codes = add_copies(document, [part], "travel")
    assert given_codes[0] not in str(codes(document))
    assert "show_if" not in copied["pages"][0]["questions"][-1]


def test_a_question_of_the_library_is_added_whole():
    document = new_document("needs", {"en": "Needs"}, ["en"])
    document, code = add_from_library(document, "age_band", "p_1")
    assert read_survey(document).question(code).options


def test_options_keep_their_codes_and_other_languages():
    part = {"options": [{"code": "a", "label": {"en": "A", "ar": "أ"}, "please_say": {}}]}
    set_options(part, "options", "en", [{"label": "New"}, {"code": "a", "label": "Old"}])
    assert part["options"][1] == {
        "code": "a",
        "label": {"en": "Old", "ar": "أ"},
        "please_say": {},
    }
    assert part["options"][0] == {"code": "o_1", "label": {"en": "New"}}


@pytest.mark.parametrize("kind", sorted(PARTS))
def test_a_new_question_of_any_kind_can_be_checked_without_a_crash(kind):
    document, code = add_question(empty(), kind, "p_1")
    assert all(problem.place for problem in check_survey(document))
    assert codes(document) == [[code]]


def test_what_is_not_there_is_said_so():
    for change in (
        lambda: move(empty(), "q_9", 1),
        lambda: duplicate(empty(), "q_9"),
        lambda: add_question(empty(), "number", "p_9"),
        lambda: add_question(empty(), "poem", "p_1"),
    ):
        with pytest.raises(CannotEdit):
            change()
    with pytest.raises(KeyError):
        with_words(empty(), "/languages", "en", "x")


def test_every_text_is_found_with_its_owner():
    document = survey_document()
    found = {wording.place: wording for wording in texts_of(document)}
    assert found["/title"].owner == "" and found["/title"].role == "title"
    assert found["/pages/0/questions/0/label"].owner == "q_way"
    option = found["/pages/0/questions/0/options/0/label"]
    assert (option.owner, option.role) == ("q_way", "option")


def test_gaps_are_filled_to_look_at_a_survey_that_is_not_translated_yet():
    document = new_document("needs", {"en": "Needs"}, ["en", "ar"])
    document, code = add_question(document, "short_text", "p_1")
    document = change_part(document, code, lambda part: part["label"].update(en="Where?"))
    survey = read_survey(in_every_language(document))
    assert survey.question(code).label == {"en": "Where?", "ar": "Where?"}


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "page", "copy", "up", "down", "remove"]),
        st.integers(0, 8),
        st.sampled_from(sorted(PARTS)),
    ),
    max_size=14,
)


@given(STEPS)
def test_whatever_is_done_codes_stay_unique_and_pages_remain(steps):
    document = empty()
    for act, number, kind in steps:
        every = [code for page in codes(document) for code in page]
        pages = [page["code"] for page in document["pages"]]
        one = (every or pages)[number % len(every or pages)]
        page = pages[number % len(pages)]
        try:
            if act == "add":
                document, _ = add_question(document, kind, page)
            elif act == "page":
                document, _ = add_page(document, page)
            elif act == "copy":
                document, _ = duplicate(document, one)
            elif act == "remove":
                document = remove(document, page if number % 3 == 0 else one)
            else:
                document = move(document, one, 1 if act == "down" else -1)
        except CannotEdit:
            continue
    every = [code for page in codes(document) for code in page]
    assert len(every) == len(set(every)) and document["pages"]


def test_texts_are_listed_as_people_meet_them_in_whatever_order_a_database_gives_them_back():
    document = survey_document()
    shuffled = _shuffled(document)
    assert list(shuffled) != list(document)
    places = [wording.place for wording in texts_of(document)]
    assert [wording.place for wording in texts_of(shuffled)] == places
    assert places[0] == "/title"


def test_gaps_are_filled_without_touching_the_document():
    document = survey_document()
    document["languages"] = ["en", "de", "pt-BR"]
    before = deepcopy(document)
    filled = in_every_language(document)
    assert document == before
    for wording in texts_of(filled):
        assert {wording.words["de"], wording.words["pt-BR"]} == {wording.words["en"]}


def _shuffled(part):
    """The keys by length, then by letter, as PostgreSQL keeps those of JSONB."""
    if isinstance(part, dict):
        keys = sorted(part, key=lambda key: (len(key), key))
        return {key: _shuffled(part[key]) for key in keys}
    return [_shuffled(each) for each in part] if isinstance(part, list) else part
