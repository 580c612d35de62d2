"""Every text for people can be found by the extraction, with a context for its translators."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.sources import ROOT, relative

MODULES = sorted((ROOT / "engage").rglob("*.py"))
LITERALS = {
    "pgettext": 2,
    "lazy_pgettext": 2,
    "message": 2,
    "npgettext": 3,
    "lazy_npgettext": 3,
    "plural_message": 3,
}
WITHOUT_CONTEXT = {"gettext", "ngettext", "lazy_gettext", "lazy_ngettext", "_"}
# they look up what others have marked: a frozen Message, the texts of WTForms, words with a count
LOOK_UP = {"engage/web/locale.py", "engage/web/forms.py", "engage/web/counting.py"}
MARKING = [path for path in MODULES if relative(path) not in LOOK_UP]


def _calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "id", getattr(node.func, "attr", "")), node


@pytest.mark.parametrize("path", MARKING, ids=relative)
def test_texts_are_written_out_where_they_are_marked(path: Path) -> None:
    found = [
        f"line {call.lineno}: {ast.unparse(call)[:80]}"
        for name, call in _calls(path)
        for argument in call.args[: LITERALS.get(name, 0)]
        if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str))
    ]
    assert found == []


@pytest.mark.parametrize("path", MARKING, ids=relative)
def test_texts_have_a_context(path: Path) -> None:
    assert [call.lineno for name, call in _calls(path) if name in WITHOUT_CONTEXT] == []
