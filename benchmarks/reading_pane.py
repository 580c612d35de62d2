"""Reading a theme of 10,000 comments to its end in a real browser, three screens a second.

Run with ``python -m benchmarks.reading_pane [--comments 10000] [--screens 3]``: comments of
``benchmarks.scale``, themes found and merged into one, gunicorn, Chromium. Printed are how often
and how long the reader saw that comments were still coming, the most nodes and the largest heap of
the page, and seconds of a batch; beside it a bare page that holds the same texts and nothing else.
"""

import argparse
import html
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.completions import PORT, System, serving
from benchmarks.scale import made
from engage.app import JOBS, create_app
from engage.config import Settings
from engage.kernel.actors import SYSTEM
from engage.kernel.db import session
from engage.kernel.jobs import run_next
from engage.themes import list_themes, start_run
from engage.themes.placed import UNPLACED, placed_comments
from engage.themes.review.acts import merge_theme, move_comments
from tests.browsers import OPTIONS
from tests.factories import (
    PASSWORD,
    make_actor,
    make_consultation,
    make_response,
    publish_sample_survey,
)
from tests.schema import make_schema
from tools import chromium

QUESTION = "q_change"
LEAD = "engagement-lead-1@example.org"
THEMES = 8
TICK = 0.05  # seconds between two turns of the wheel
SCREEN = {"width": 1440, "height": 900}

# what the reader sees, watched from inside the page at every frame
WATCH = """() => {
  window.seen = { waits: 0, waited: 0, nodes: 0, heap: 0, frames: 0, longest: 0 };
  let since = 0, before = performance.now();
  const look = (now) => {
    const seen = window.seen;
    seen.frames += 1;
    seen.longest = Math.max(seen.longest, now - before);
    before = now;
    const lacking = document.querySelectorAll(".going-on:not([hidden]), .batch.away");
    const waiting = [...lacking].some((one) => {
      const { top, bottom } = one.getBoundingClientRect();
      return bottom > 0 && top < innerHeight;
    });
    if (waiting && !since) { since = now; seen.waits += 1; }
    if (!waiting && since) { seen.waited += now - since; since = 0; }
    if (seen.frames % 30 === 0) {
      seen.nodes = Math.max(seen.nodes, document.getElementsByTagName("*").length);
      seen.heap = Math.max(seen.heap, performance.memory.usedJSHeapSize);
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""
AT_END = """() => scrollY + innerHeight >= document.documentElement.scrollHeight - 2
  && !document.querySelector(".comments[aria-busy=true]")"""


def prepare(url: str, count: int) -> None:
    """A city with one theme that holds all the comments, and a lead."""
    app = create_app(Settings(environment="test", database_url=url))
    make_schema(app)
    with app.app_context():
        version = publish_sample_survey(make_consultation().id)
        for text in made(count):
            make_response(version, q_change=text or "?")
        here = (version.consultation_id, QUESTION)
        start_run(SYSTEM, *here, n_themes=THEMES)
        while run_next(JOBS):
            pass
        first, *others = list_themes(*here)
        for other in others:
            merge_theme(SYSTEM, other.id, other.version, first.id)
        placed = placed_comments(*here)
        rest = session().scalars(
            placed.select().with_only_columns(placed.c.id).where(placed.c.standing == UNPLACED)
        )
        if unplaced := rest.all():
            move_comments(SYSTEM, unplaced, first.id, here)
        make_actor("engagement_lead")


def scroll(page: Page, screens: float, most: float) -> tuple[float, dict[str, float]]:
    """Turn the wheel until the end, or for so many seconds; how long it took and what was seen."""
    page.evaluate(WATCH)
    page.mouse.move(SCREEN["width"] / 2, SCREEN["height"] / 2)
    step = SCREEN["height"] * screens * TICK
    began, turns = time.perf_counter(), 0
    while time.perf_counter() - began < most:
        if turns % 20 == 19 and page.evaluate(AT_END):
            break
        page.mouse.wheel(0, step)
        turns += 1
        time.sleep(max(0.0, began + turns * TICK - time.perf_counter()))
    seen = page.evaluate("({ ...window.seen, screens: scrollY / innerHeight })")
    return time.perf_counter() - began, seen


def batches(page: Page) -> list[float]:
    """Seconds of every batch that was fetched, as the browser measured them."""
    return [
        milliseconds / 1000
        for milliseconds in page.evaluate(
            """() => performance.getEntriesByType("resource")
                .filter(({ name }) => /[?&](after|before|only)=/.test(name))
                .map(({ duration }) => duration)"""
        )
    ]


def report(name: str, found: tuple[float, dict[str, float]], asked: list[float]) -> None:
    """A line for a page."""
    seconds, seen = found
    print(
        f"{name:16} {seen['screens']:5.0f} screens in {seconds:.0f} s  "
        f"waits {seen['waits']:3.0f} ({seen['waited'] / 1000:.1f} s)  "
        f"nodes {seen['nodes']:7.0f}  heap {seen['heap'] / 2**20:5.0f} MB  "
        f"longest frame {seen['longest'] / 1000:.2f} s",
        flush=True,
    )
    if asked:
        middle, last = statistics.median(asked), statistics.quantiles(asked, n=20)[-1]
        print(
            f"{len(asked)} batches, median {middle:.2f} s, 95 in 100 under {last:.2f} s", flush=True
        )


def measure(url: str, texts: list[str], screens: float, most: float) -> None:
    """Scroll through ours, then through a page that holds the texts and nothing else."""
    ours = System(
        "Engage",
        "wsgi:app",
        {"ENGAGE_DATABASE_URL": url, "ENGAGE_ENVIRONMENT": "development"},
        {"six": "/staff/sign-in"},
        "",
    )
    with serving(ours), sync_playwright() as playwright:
        options = [*OPTIONS, "--no-sandbox", "--enable-precise-memory-info"]
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=options)
        page = browser.new_page(viewport=SCREEN, base_url=f"http://127.0.0.1:{PORT}")
        form = {"email": LEAD, "password": PASSWORD}
        assert page.request.post("/staff/sign-in", form=form).ok
        page.goto("/staff/themes/1", wait_until="networkidle")
        page.evaluate("performance.setResourceTimingBufferSize(100000)")
        report("Engage", scroll(page, screens, most), batches(page))
        page.close()
        page = browser.new_page(viewport=SCREEN)
        page.set_content("".join(f"<p>{html.escape(text)}</p>" for text in texts))
        report("the texts alone", scroll(page, screens, most), [])
        browser.close()


def main() -> None:
    """Make the city, or take one made before, and read."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--comments", type=int, default=10_000)
    options.add_argument("--screens", type=float, default=3.0, help="a second")
    options.add_argument("--most", type=float, default=900.0, help="seconds for each page")
    options.add_argument("--database", type=Path, help="one that this has made, or is to make")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = chosen.database or Path(folder, "site.sqlite3")
        url = f"sqlite:///{path.resolve()}"
        if not path.exists():
            prepare(url, chosen.comments)
        measure(url, list(made(chosen.comments)), chosen.screens, chosen.most)


if __name__ == "__main__":
    main()
