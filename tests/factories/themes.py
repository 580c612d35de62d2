"""A question whose comments have been read and grouped."""

from engage.app import JOBS
from engage.kernel.actors import SYSTEM
from engage.kernel.jobs import run_next
from engage.surveys import PublishedVersion
from engage.themes import ThemeSummary, list_themes, start_run
from tests.factories.responses import make_response

SUBJECTS = {
    "buses": "The evening bus on route {n} stops running long before my late shift ends.",
    "parks": "Plant more shady trees and put benches in park number {n} for older people.",
    "rents": "Our rent in flat {n} went up again and the landlord ignores the damp walls.",
}


def make_themes(version: PublishedVersion, each: int = 24) -> tuple[ThemeSummary, ...]:
    """Submit ``each`` comments on three subjects, find themes and give them."""
    channels = ("web", "kiosk", "phone")
    for number in range(each):
        for place, words in enumerate(SUBJECTS.values()):
            make_response(
                version,
                channel=channels[(number + place) % 3],
                q_change=words.format(n=number),
            )
    start_run(SYSTEM, version.consultation_id, "q_change", n_themes=3)
    while run_next(JOBS):
        pass
    return list_themes(version.consultation_id, "q_change")
