"""The sample city with more in it than the demonstration shows: a draft, a codebook, readings."""

import io
from dataclasses import replace
from typing import Any

from engage.app import JOBS
from engage.channels.imports.received import receive
from engage.channels.imports.working import start
from engage.demo import add_demo_accounts, load_sample
from engage.engines.questionnaire import in_every_language
from engage.kernel.actors import SYSTEM
from engage.kernel.jobs import run_next
from engage.surveys import save_draft
from engage.surveys.own_pictures import add_picture
from engage.themes.codebook.editing import sign_off
from engage.themes.coding.queries import find_comment_to_code
from engage.themes.coding.second_coding import code_comment, start_coding
from tests.domains.test_photos import photo
from tests.factories.surveys import SAMPLE_SURVEY


def fill_city(open_now: int) -> None:
    """Load the sample; the consultation ``open_now`` gets a draft with a picture of its own."""
    add_demo_accounts()
    load_sample(JOBS, lambda _: None)
    save_draft(SYSTEM, open_now, _with_own_picture())
    sign_off(SYSTEM, 1, "q_change")
    _read_again()
    _send_files(open_now)


def _with_own_picture() -> dict[str, Any]:
    """The sample survey in Easy Read, too, with a picture of the lead's own beside an answer."""
    languages = [*SAMPLE_SURVEY["languages"], "en-x-easy"]
    document = in_every_language({**SAMPLE_SURVEY, "languages": languages})
    shows = dict.fromkeys(languages, "Somebody walking")
    picture = {"file": add_picture(SYSTEM, photo(), document), "label": shows}
    document["pages"][0]["questions"][0]["options"][0]["picture"] = picture
    return document


def _read_again() -> None:
    """One sample read to its end, and one that the lead has begun."""
    number = start_coding(SYSTEM, 1, "q_change", "stratified")
    while comment := find_comment_to_code(number):
        code_comment(SYSTEM, number, comment.position, "none")
    start_coding(replace(SYSTEM, id=2), 1, "q_change", "random")


def _send_files(open_now: int) -> None:
    """One file that is yet to be read, and one that was checked, with a row that is refused."""
    rows = b"id,comment,language\n1,More shade,English\n2,More buses,Klingon\n"
    for _ in range(2):
        number = receive(SYSTEM, open_now, "letters.csv", io.BytesIO(rows))
    start(SYSTEM, open_now, number, "check")
    while run_next(JOBS):
        pass
