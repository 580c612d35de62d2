import csv
import json

import pytest

from engage.engines.clustering import UnreadableTable, cluster_file
from tests.engines.clustering.made_comments import made_comments


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)


def read(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def run(path, out, **changes):
    wanted = {"text_column": "text", "language_column": None, "themes": 4, "seed": 0}
    return cluster_file(path, out, **(wanted | changes))


def test_a_table_of_comments_becomes_tables_of_themes(tmp_path):
    texts, _ = made_comments(per_subject=20)
    texts[3] = 'Late buses,\n"crowded" route'
    write(
        tmp_path / "in.csv", [["id", "lang", "text"], *([n, "en", t] for n, t in enumerate(texts))]
    )
    summary = run(tmp_path / "in.csv", tmp_path / "a" / "out", language_column="lang")
    rows = read(tmp_path / "a" / "out" / "assignments.csv")
    found = json.loads((tmp_path / "a" / "out" / "themes.json").read_text())
    themes, figures = found["themes"], found["figures"]
    assert [row["row"] for row in rows] == [str(n) for n in range(1, len(texts) + 1)]
    assert sum(theme["size"] for theme in themes) + summary.n_without_theme == len(texts)
    assert (summary.n_comments, summary.n_themes) == (figures["comments"], len(themes)) == (80, 4)
    assert {row["theme"] for row in rows} <= {str(theme["theme"]) for theme in themes} | {""}
    assert all(set(theme["quotes"]) <= set(texts) for theme in themes)
    assert str(summary.lines()[0]) == "80 comments read"


def test_the_same_table_gives_the_same_files(tmp_path):
    texts, _ = made_comments(per_subject=10)
    write(tmp_path / "in.csv", [["text"], *([text] for text in texts)])
    for folder in ("one", "two"):
        run(tmp_path / "in.csv", tmp_path / folder)
    for name in ("assignments.csv", "themes.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "The file is empty."),
        (b"text\r\n", "The file holds no row under its header."),
        (b"id,words\r\n1,hello\r\n", "no column “text”; the columns are “id”, “words”"),
        (b"text\r\nhello\r\ncaf\xe9\r\n", "Line 3 is not written in UTF-8."),
        (b"id,text\r\n1,hello\r\n2\r\n", "Line 3 has 1 columns where the header has 2."),
        (b'text\r\n"hello" there\r\n', "Line 2 cannot be read as CSV"),
    ],
)
def test_an_unreadable_table_is_refused_saying_where(tmp_path, content, complaint):
    (tmp_path / "in.csv").write_bytes(content)
    with pytest.raises(UnreadableTable, match=complaint):
        run(tmp_path / "in.csv", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_missing_language_column_is_refused(tmp_path):
    write(tmp_path / "in.csv", [["text"], ["late buses"]])
    with pytest.raises(UnreadableTable, match="no column “lang”"):
        run(tmp_path / "in.csv", tmp_path / "out", language_column="lang")


def test_a_byte_order_mark_is_not_part_of_the_first_column(tmp_path):
    (tmp_path / "in.csv").write_bytes("text\r\nlate buses\r\n".encode("utf-8-sig"))
    assert run(tmp_path / "in.csv", tmp_path / "out").n_comments == 1
