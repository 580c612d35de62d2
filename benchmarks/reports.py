"""How long a report takes to set, and what an export for statistics takes: made-up contents.

``python -m benchmarks.reports`` prints seconds, sizes and the peak of memory of each, every one in
a process of its own.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

from engage.themes.export.coded_comments import CodedComment
from engage.themes.export.sav import Variable, sav_pieces
from engage.themes.report.document import (
    Bar,
    Chart,
    Document,
    Quotation,
    Section,
    Statement,
    Telling,
)
from engage.themes.report.docx import docx_of
from engage.themes.report.pdf import pdf_of, svg_of

THEMES = 30
SITE = "https://city.example"
WORDS = {
    "en": "Buses after eight in the evening would let us work late shifts at the hospital.",
    "ar": "لو سارت الحافلات بعد الثامنة مساءً لأمكننا العمل في الورديات المتأخرة في المستشفى.",
}


def report(language: str) -> Document:
    """A report of 30 themes with three quotes each."""
    direction = "rtl" if language == "ar" else "ltr"
    names = [f"{WORDS[language][:28]} {number}" for number in range(THEMES)]
    bars = tuple(Bar(name, 90 - at, str(90 - at), f"/t/{at}") for at, name in enumerate(names))
    quote = Quotation(WORDS[language], language, direction, "Web, 12", "/t/1?comment=12")
    tellings = tuple(
        Telling(name, "/t/1", (Statement("(9%)", "/t/1", "90 of 965"),), (quote,) * 3)
        for name in names
    )
    chart = Chart("themes", "Themes", ("Theme", "Comments"), bars)
    parts = (Statement(WORDS[language], "/t"), chart, *tellings)
    return Document(
        title="Report",
        lead="A better place",
        question="What should change?",
        made="Today",
        city="Riverton",
        language=language,
        direction=direction,
        notice="",
        figures=(("965", "responses"),),
        sections=(Section("themes", "Themes", parts),),
    )


def comments(count: int) -> Iterator[CodedComment]:
    """Made-up comments of about 80 letters."""
    for number in range(count):
        yield CodedComment(
            number=number,
            response=number,
            text=f"{WORDS['en']} {number}",
            language="en",
            channel="web",
            question="q_change",
            theme_id=number % THEMES,
            theme={"en": "Buses"},
            theme_state="approved",
            standing="theme",
            score=0.5,
            is_by_person=False,
            campaign=None,
            disposition="themed",
            answers={},
            stance="",
            further=(),
        )


def _export(count: int) -> int:
    columns = [
        Variable("comment", "Comment", lambda c: c.number),
        Variable("text", "Text", lambda c: c.text, is_text=True),
        Variable("theme", "Theme", lambda c: c.theme_id, {n: f"Theme {n}" for n in range(THEMES)}),
    ]
    _ending, pieces = sav_pieces(comments(count), columns, "City")
    return sum(map(len, pieces))


CASES: dict[str, Callable[[], int]] = {
    "PDF, English": lambda: len(pdf_of(report("en"), SITE)),
    "PDF, Arabic": lambda: len(pdf_of(report("ar"), SITE)),
    "Word, Arabic": lambda: len(docx_of(report("ar"), SITE)),
    "chart (SVG)": lambda: len(svg_of(report("ar"), report("ar").charts[0], SITE)),
    "SPSS, 20,000 comments": lambda: _export(20_000),
    "SPSS, 100,000 comments": lambda: _export(100_000),
}


def main() -> None:
    if len(sys.argv) > 1:
        began = time.perf_counter()
        size = CASES[sys.argv[1]]()
        took = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{sys.argv[1]:24} {took:6.1f} s {size / 1000:8.0f} kB {peak:6} MB")
        return
    for name in CASES:
        subprocess.run([sys.executable, "-m", "benchmarks.reports", name], check=True)


if __name__ == "__main__":
    main()
