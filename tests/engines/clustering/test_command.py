import csv
import json

import pytest

from engage.engines.clustering import (
    Comments,
    EncoderUnavailable,
    UnreadableTable,
    assign_file,
    cluster_file,
)
from tests.engines.clustering.made_comments import made_comments


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)


def read(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def run(path, out, **changes):
    comments = Comments(path, "text", changes.pop("language_column", None))
    return cluster_file(comments, out, **({"themes": 4, "seed": 0} | changes))


def test_a_table_of_comments_becomes_tables_of_themes(tmp_path):
    texts, _ = made_comments(per_subject=20)
    texts[3] = 'Late buses,\n"crowded" route'
    write(
        tmp_path / "in.csv", [["id", "lang", "text"], *([n, "en", t] for n, t in enumerate(texts))]
    )
    lines = run(tmp_path / "in.csv", tmp_path / "a" / "out", language_column="lang")
    rows = read(tmp_path / "a" / "out" / "assignments.csv")
    found = json.loads((tmp_path / "a" / "out" / "themes.json").read_text())
    themes, figures = found["themes"], found["figures"]
    assert [row["row"] for row in rows] == [str(n) for n in range(1, len(texts) + 1)]
    without = sum(row["theme"] == "" for row in rows)
    assert sum(theme["size"] for theme in themes) + without == figures["comments"] == len(texts)
    assert len(themes) == 4
    assert {row["theme"] for row in rows} <= {str(theme["theme"]) for theme in themes} | {""}
    assert all(set(theme["quotes"]) <= set(texts) for theme in themes)
    assert [str(line) for line in lines[:2]] == ["80 comments read", "4 themes found"]
    said = [sentence for theme in themes for sentence in theme["summary"]]
    assert said and all(s["sentence"] in texts[s["row"] - 1] for s in said)


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
        (b"te\xe9xt\r\n1\r\n", "The header is not written as CSV in UTF-8."),
        (b"text\r\nhello\r\ncaf\xe9\r\n", r"Row 2 \(line 3\) is not written in UTF-8."),
        (b'text\r\n"a\r\nb"\r\ncaf\xe9\r\n', r"Row 2 \(line 4\) is not written in UTF-8."),
        (b"id,text\r\n1,hello\r\n2\r\n", r"Row 2 \(line 3\) has 1 columns where the header has 2."),
        (b'text\r\n"hello" there\r\n', r"Row 1 \(line 2\) cannot be read as CSV"),
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


def test_a_row_without_a_language_is_named(tmp_path):
    write(tmp_path / "in.csv", [["text", "lang"], ["late buses", "en"], ["bus", " "]])
    with pytest.raises(UnreadableTable, match="Row 2 names no language in the column “lang”"):
        run(tmp_path / "in.csv", tmp_path / "out", language_column="lang")


def test_a_byte_order_mark_is_not_part_of_the_first_column(tmp_path):
    (tmp_path / "in.csv").write_bytes("text\r\nlate buses\r\n".encode("utf-8-sig"))
    assert str(run(tmp_path / "in.csv", tmp_path / "out")[0]) == "1 comment read"


LETTER = (
    "Please keep the library in Mill Street open on Saturdays because my children and many others "
    "have no other quiet place to read and to do their homework"
)


def test_campaigns_are_written_beside_the_themes(tmp_path):
    texts, _ = made_comments(per_subject=10)
    texts += [f"{LETTER}, says {name}." for name in ("Ana", "Omar", "Li", "Zoe")]
    write(tmp_path / "in.csv", [["text"], *([text] for text in texts)])
    lines = run(tmp_path / "in.csv", tmp_path / "out", campaigns=True)
    found = json.loads((tmp_path / "out" / "campaigns.json").read_text())["campaigns"]
    assert found == [{"rows": [41, 42, 43, 44], "first": texts[40]}]
    assert "1 campaign found" in [str(line) for line in lines]


def test_comments_are_placed_in_the_themes_of_a_codebook(tmp_path):
    texts, subjects = made_comments(per_subject=30)
    new, new_subjects = made_comments(per_subject=10, seed=5)
    write(tmp_path / "book.csv", [["theme", "text"], *zip(subjects, texts, strict=True)])
    write(tmp_path / "in.csv", [["text"], *([text] for text in [*new, "zyzzyva"])])
    comments = Comments(tmp_path / "in.csv", "text")
    lines = assign_file(comments, tmp_path / "out", tmp_path / "book.csv", seed=0)
    rows = read(tmp_path / "out" / "assignments.csv")
    right = sum(row["theme"] == s for row, s in zip(rows, new_subjects, strict=False))
    assert right > 0.9 * len(new) and rows[-1]["theme"] == ""
    assert str(lines[0]) == "41 comments read"
    assert not any("find themes anew" in str(line) for line in lines)


def test_no_theme_of_a_codebook_is_a_formula_in_the_table(tmp_path):
    texts, subjects = made_comments(per_subject=30)
    themes = [{"buses": '=HYPERLINK("x")', "parks": "'+1 bench"}.get(s, s) for s in subjects]
    write(tmp_path / "book.csv", [["theme", "text"], *zip(themes, texts, strict=True)])
    write(tmp_path / "in.csv", [["text"], *([text] for text in texts)])
    assign_file(Comments(tmp_path / "in.csv", "text"), tmp_path, tmp_path / "book.csv", seed=0)
    found = {row["theme"] for row in read(tmp_path / "assignments.csv")} - {""}
    assert found == {'\'=HYPERLINK("x")', "'+1 bench", "housing", "schools"}


def test_a_codebook_that_says_nothing_about_the_comments_is_said_to(tmp_path):
    texts, subjects = made_comments(per_subject=30)
    write(tmp_path / "book.csv", [["theme", "text"], *zip(subjects, texts, strict=True)])
    write(tmp_path / "in.csv", [["text"], *([f"zyzzyva{n} qwerty"] for n in range(30))])
    comments = Comments(tmp_path / "in.csv", "text", languages=("en",))
    lines = assign_file(comments, tmp_path / "out", tmp_path / "book.csv", seed=0)
    assert any("find themes anew" in str(line) for line in lines)


def test_an_encoder_that_cannot_be_used_is_named_before_anything_is_read(tmp_path):
    write(tmp_path / "in.csv", [["text"], ["late buses"]])
    with pytest.raises(EncoderUnavailable, match=r"no weights|extra “encoder”"):
        run(tmp_path / "in.csv", tmp_path / "out", encoder=tmp_path)
    assert not (tmp_path / "out").exists()
