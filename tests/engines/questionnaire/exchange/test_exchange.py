"""Wording goes out to translators and comes back: nothing lost, nothing taken that does not fit."""

from copy import deepcopy
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from engage.engines.questionnaire import move, texts_of
from engage.engines.questionnaire.exchange import (
    BrokenFile,
    Exchange,
    Unit,
    compare_exchange,
    differences,
    exchange_of,
    keyed_texts,
    lost_marks,
    read_xliff,
    read_xlsx,
    with_texts,
    write_xliff,
    write_xlsx,
)
from tests.factories.surveys import SAMPLE_SURVEY

FORMATS = {"xliff": (write_xliff, read_xliff), "xlsx": (write_xlsx, read_xlsx)}
WORDS = st.text(min_size=1, max_size=30).filter(str.strip) | st.sampled_from(
    ["=1+1", "_x000D_", "a\r\nb", " two  spaces ", "a\x0bb", "5", "ليس <b> & ]]>", "\ufffe\ud800"]
)


def _without(document, language):
    bare = deepcopy(document)
    return with_texts(bare, language, {text.key: "" for text in keyed_texts(bare)})


def _exchange(document, language="ar", survey="7 needs"):
    return exchange_of(document, survey, language, {}, {})


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_what_goes_out_and_comes_back_makes_the_same_document(name, data):
    write, read = FORMATS[name]
    document = deepcopy(SAMPLE_SURVEY)
    for text in data.draw(st.lists(st.sampled_from(keyed_texts(document)), max_size=3)):
        for language in ("en", "ar"):
            words = data.draw(WORDS)
            document = with_texts(document, language, {text.key: words})
    sent = _exchange(document)
    came = read(write(sent))
    assert [replace(unit, place="") for unit in came.units] == list(sent.units)
    bare = _without(document, "ar")
    changes = compare_exchange(bare, "7 needs", "ar", came)
    assert with_texts(bare, "ar", changes.words) == document
    assert not changes.refused and not changes.unknown
    assert compare_exchange(document, "7 needs", "ar", came).words == {}


@pytest.mark.parametrize("name", FORMATS)
def test_notes_and_states_travel(name):
    write, read = FORMATS[name]
    key = "question.q_wait.label"
    sent = exchange_of(SAMPLE_SURVEY, "7 needs", "ar", {key: "reviewed"}, {key: "A <number>"})
    unit = next(unit for unit in read(write(sent)).units if unit.key == key)
    assert (unit.state, unit.note) == ("reviewed", "A <number>")


@pytest.mark.parametrize("name", FORMATS)
def test_the_file_of_another_survey_or_language_is_refused(name):
    write, read = FORMATS[name]
    came = read(write(_exchange(SAMPLE_SURVEY)))
    with pytest.raises(BrokenFile, match="another survey"):
        compare_exchange(SAMPLE_SURVEY, "8 needs", "ar", came)
    with pytest.raises(BrokenFile, match="not to “es”"):
        compare_exchange(SAMPLE_SURVEY, "7 needs", "es", came)


def test_every_key_stands_once_and_stays_when_a_question_moves():
    keys = [text.key for text in keyed_texts(SAMPLE_SURVEY)]
    assert len(keys) == len(set(keys)) == len(texts_of(SAMPLE_SURVEY))
    assert "question.q_transport.options.bus.label" in keys
    assert "question.q_safe.labels.low" in keys
    moved = move(SAMPLE_SURVEY, "p_safe", -1)
    moved["pages"][0]["questions"].append(moved["pages"].pop(1)["questions"][0])
    assert set(keys) == {text.key for text in keyed_texts(moved)}
    by_key = {text.key: text.words for text in keyed_texts(moved)}
    assert by_key == {text.key: text.words for text in keyed_texts(SAMPLE_SURVEY)}


def _turned(part):
    """The same document with the members of its objects the other way round."""
    if isinstance(part, dict):
        return {key: _turned(value) for key, value in reversed(part.items())}
    return [_turned(each) for each in part] if isinstance(part, list) else part


def test_texts_come_in_the_order_in_which_people_meet_them():
    keys = [text.key for text in keyed_texts(SAMPLE_SURVEY)]
    assert keys == [text.key for text in keyed_texts(_turned(SAMPLE_SURVEY))]
    assert keys[0] == "survey.title"
    label, low, high = (
        keys.index(f"question.q_safe.{name}") for name in ("label", "labels.low", "labels.high")
    )
    assert label < low < high


def test_a_code_that_a_draft_has_twice_gets_two_keys():
    doubled = deepcopy(SAMPLE_SURVEY)
    options = doubled["pages"][0]["questions"][0]["options"]
    options.append(deepcopy(options[0]))
    keys = [text.key for text in keyed_texts(doubled)]
    assert len(keys) == len(set(keys))


def test_a_text_is_refused_where_its_source_has_changed_and_said_where_it_is_gone():
    came = _exchange(SAMPLE_SURVEY)
    words = {unit.key: replace(unit, target=unit.target + " !") for unit in came.units}
    came = replace(came, units=(*words.values(), Unit("question.q_gone.label", "a", "b")))
    now = with_texts(SAMPLE_SURVEY, "en", {"question.q_wait.label": "How long?"})
    now = with_texts(now, "ar", {"survey.title": ""})
    changes = compare_exchange(now, "7 needs", "ar", came)
    assert [each.unit.key for each in changes.refused] == ["question.q_wait.label"]
    assert [each.unit.key for each in changes.unknown] == ["question.q_gone.label"]
    assert [each.unit.key for each in changes.added] == ["survey.title"]
    assert len(changes.changed) == len(words) - 2


def test_a_program_that_cut_sentences_apart_does_no_harm():
    sent = write_xliff(
        Exchange("7 needs", "en", "ar", (Unit("survey.title", "One. Two.", "أ. ب."),))
    ).decode()
    start, end = sent.index("<segment"), sent.index("</segment>") + len("</segment>")
    cut = (
        '<segment state="final"><source>One.</source><target><mrk id="m1">أ</mrk>.</target>'
        "</segment><ignorable><source> </source></ignorable>"
        "<segment state='translated'><source>Two.</source><target>ب.</target></segment>"
    )
    came = read_xliff((sent[:start] + cut + sent[end:]).encode())
    assert (came.units[0].source, came.units[0].target) == ("One. Two.", "أ. ب.")
    assert came.units[0].state == "translated"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<xliff", "Line 1, column"),
        (b"", "not XML"),
        (b"<html/>", "not an XLIFF"),
        (b'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0"/>', "has 0 parts"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "no translation needs"),
        (
            b'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0">'
            b'<file id="f"><unit id="a"><segment/></unit></file></xliff>',
            "Unit 1",
        ),
    ],
)
def test_a_broken_xliff_file_says_where(content, said):
    with pytest.raises(BrokenFile, match=said):
        read_xliff(content)


def _workbook(change):
    book = load_workbook(BytesIO(write_xlsx(_exchange(SAMPLE_SURVEY))))
    change(book)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda book: book.remove(book["about"]), "sheet “about”"),
        (lambda book: book["texts"].delete_cols(3), "column “target”"),
        (lambda book: book["texts"].__setitem__("C3", True), "Cell C3"),
    ],
)
def test_a_broken_workbook_says_where(change, said):
    with pytest.raises(BrokenFile, match=said):
        read_xlsx(_workbook(change))


def test_what_is_no_workbook_is_refused():
    for content in (b"", b"PK\x03\x04 nothing", write_xliff(_exchange(SAMPLE_SURVEY))):
        with pytest.raises(BrokenFile, match="not a workbook"):
            read_xlsx(content)


def test_a_key_that_a_file_has_twice_is_refused():
    came = _exchange(SAMPLE_SURVEY)
    came = replace(came, units=(*came.units, came.units[0]))
    with pytest.raises(BrokenFile, match="twice"):
        compare_exchange(SAMPLE_SURVEY, "7 needs", "ar", came)


def test_words_are_never_a_formula():
    title = {"survey.title": '=HYPERLINK("https://example.org")'}
    book = load_workbook(BytesIO(write_xlsx(_exchange(with_texts(SAMPLE_SURVEY, "ar", title)))))
    assert book["texts"]["C2"].data_type == "s"


def test_a_text_that_no_cell_holds_is_not_cut_off():
    long = with_texts(SAMPLE_SURVEY, "ar", {"survey.title": "a" * 40_000})
    with pytest.raises(BrokenFile, match="texts!C2"):
        write_xlsx(_exchange(long))
    assert read_xliff(write_xliff(_exchange(long))).units[0].target == "a" * 40_000


def test_what_must_be_kept_is_missed():
    source = "Write to {name} at help@example.org or https://example.org/a."
    assert lost_marks(source, "اكتب إلى help@example.org") == ("{name}", "https://example.org/a")
    assert lost_marks("{a} {a}", "{a}") == ("{a}",)
    assert lost_marks(source, source) == ()


@given(st.text(max_size=80), st.text(max_size=80))
def test_differences_hold_both_texts(before, after):
    pieces = differences(before, after)
    assert "".join(piece.words for piece in pieces if piece.change != "added") == before
    assert "".join(piece.words for piece in pieces if piece.change != "removed") == after
