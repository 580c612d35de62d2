"""Whatever stands in the cells, a form comes in or is left out: nothing breaks on it."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engage.engines.questionnaire import check_survey
from engage.engines.questionnaire.xlsform import import_xlsform
from tests.engines.questionnaire.xlsform.workbooks import workbook

HEADS = (
    *("type", "name", "label", "label::English (en)", "label::fr", "label::Nonsense", "hint"),
    *("required", "relevant", "constraint", "parameters", "appearance", "choice_filter"),
    *("engage::kind", "engage::code", "engage::settings", "guidance_hint", "", "media::image::en"),
    *("read_only", "calculation", "default", "x_interviewer_script", "x_paper_number"),
)
NAMES = st.sampled_from(["a", "b", "c", "a_x", "A b", "meta", "", "1", "x" * 60, "é"])
TYPES = st.sampled_from(
    [
        *(
            "text",
            "time",
            "dateTime",
            "integer",
            "decimal",
            "date",
            "note",
            "acknowledge",
            "range",
            "calculate",
            "",
        ),
        *("select_one l", "select_multiple l", "rank l", "select_one m or_other", "select_one"),
        *("begin_group", "end_group", "begin_repeat", "end_repeat", "begin group", "end loop"),
        *(
            "hidden",
            "start",
            "image",
            "select one from l",
            "select_one_from_file f.csv",
            "geopoint",
            "nonsense",
            "rank ",
        ),
    ]
)
EXPRESSIONS = st.sampled_from(
    [
        *("", "${a} = 'x'", "selected(${b}, 'y')", "${c} > 3", "${a} != '' and ${b} = ''"),
        *("not(${a} = 'x')", ". > 3 and . < 2", "string-length(.) < 5", "count-selected(.) <= 1"),
        *("not(selected(., 'x') and count-selected(.) > 1)", ". >= date('2020-01-01')", "((("),
    ]
)
SETTINGS = st.sampled_from(
    [
        *("", "{}", "[]", "nonsense", '{"left_out": 5}', '{"left_out": ["label", 3]}'),
        *('{"labels": []}', '{"labels": {"yes": 3}}', '{"options": {"x": {"label": 1}}}'),
        *('{"options": 7}', '{"show_if": {"question": []}}', '{"library": {"name": []}}'),
        *('{"library": {"name": "age_band", "own": 3}}', '{"currency": "EUR"}', '{"kind": 3}'),
        *('{"title": 4, "label": {"en": 3}}', '{"library": "gender"}', '{"rows": 3}'),
        '{"show_if": ' + '{"not": ' * 300 + "{}" + "}" * 301,
    ]
)
KINDS = st.sampled_from(["", "amount", "long_list", "yes_no", "matrix", "please_say", "consent"])
WORDS = st.sampled_from(["", "A", "${a}", "=1", "<b>"])
OTHERS = st.sampled_from(["", "yes", "no", "${a}", "start=1 end=5", "randomize=true x", "start=a"])
SHAPES = st.sampled_from(["", "table-list", "field-list", "multiline", "autocomplete", "label"])
ROW = st.tuples(
    *(TYPES, NAMES, WORDS, WORDS, WORDS, WORDS, WORDS),
    *(OTHERS, EXPRESSIONS, EXPRESSIONS, OTHERS, SHAPES, WORDS),
    *(KINDS, NAMES, SETTINGS, WORDS, WORDS, WORDS),
    *(OTHERS, EXPRESSIONS, st.sampled_from(["", "7", "it's", "${a}", "today()"]), WORDS, OTHERS),
)
CHOICE = st.tuples(st.sampled_from(["l", "m", ""]), st.sampled_from(["x", "y", "yes", ""]), WORDS)
SETTING = st.tuples(WORDS, NAMES, st.sampled_from(["", "French", "fr", "Nonsense"]), SETTINGS)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ROW, max_size=9), st.lists(CHOICE, max_size=4), SETTING, st.sampled_from(["", "!"]))
def test_any_cells_are_read_without_breaking(rows, choices, setting, languages):
    book = workbook(
        survey=[HEADS, *rows],
        choices=[("list_name", "name", "label"), *choices],
        settings=[
            ("form_title", "form_id", "default_language", "engage::settings", "engage::languages"),
            (*setting, languages),
        ],
    )
    found = import_xlsform(book)
    if found.document is not None:
        assert [each for each in check_survey(found.document) if each.severity == "error"] == []
    else:
        assert any(not note.row for note in found.notes)
