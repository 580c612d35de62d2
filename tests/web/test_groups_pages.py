"""What groups say: counted against everybody else, said aloud, and silent about small groups."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engage.audit import list_entries
from engage.kernel.actors import SYSTEM
from engage.kernel.errors import NotFound
from engage.responses import stream_comments
from engage.surveys import PublishedVersion
from engage.themes import ThemeSummary
from engage.themes.groups.comparing import GroupTable, get_group_table, list_variables
from engage.themes.groups.population import enter_population
from tests.factories import (
    make_actor,
    make_consultation,
    make_response,
    publish_sample_survey,
)
from tests.factories.placed import place

Q = "q_change"
SignIn = Callable[[str], FlaskClient]


def _city() -> tuple[PublishedVersion, tuple[ThemeSummary, ...]]:
    """Buses are raised on paper mostly, parks on the web; 8 people answer by phone."""
    version = publish_sample_survey(make_consultation().id)
    for number in range(40):
        make_response(version, channel="paper", q_change=f"Buses {number}", q_transport="bus")
        make_response(
            version,
            q_change=f"Parks {number}",
            q_transport="foot",
            q_wait=None,
            q_places=["park", "pool"],
        )
    for number in range(8):
        make_response(version, channel="phone", q_change=f"Buses {number}", q_transport="bus")
    question = version.consultation_id, Q
    comments = list(stream_comments(SYSTEM, *question))
    themes = [
        place(question, word, [one.id for one in comments if one.text.startswith(word)])
        for word in ("Buses", "Parks")
    ]
    return version, tuple(themes)


def _cell(table: GroupTable, size: int, group: str) -> tuple[int, int] | None:
    row = next(row for row in table.rows if row.raised == size)
    found = next(each for each in row.findings if each.group.code == group).comparison
    return (found.raised, found.of) if found else None


def test_each_group_is_counted_on_both_databases(both_databases_app: Flask) -> None:
    version, themes = _city()
    number = version.consultation_id
    assert sorted(theme.size for theme in themes) == [40, 48]
    by_channel = get_group_table(number, Q, "channel")
    assert by_channel.people == 88
    assert _cell(by_channel, 40, "web") == (40, 40)
    by_transport = get_group_table(number, Q, "q_transport")
    assert [group.code for group in by_transport.groups] == ["bus", "foot"]
    assert _cell(by_transport, 48, "bus") == (48, 48)
    assert all(one.is_sure for row in by_transport.rows for one in row.findings if row.raised)
    by_place = get_group_table(number, Q, "q_places")
    assert by_place.is_overlapping
    assert {group.code: group.size for group in by_place.groups} == {
        "park": 88,
        "library": 48,
        "pool": 40,
    }


def test_a_small_group_is_masked_and_so_is_what_would_tell_of_it(app: Flask) -> None:
    version, _themes = _city()
    table = get_group_table(version.consultation_id, Q, "channel")
    assert _cell(table, 48, "phone") is None
    assert next(group for group in table.groups if group.code == "phone").size is None
    # 48 buses less the 40 on paper would be the 8 by phone
    assert _cell(table, 48, "paper") is None


def test_the_page_says_it_in_sentences_with_figures_that_lead_to_the_comments(
    app: Flask, sign_in: SignIn
) -> None:
    version, themes = _city()
    address = f"/staff/consultations/{version.consultation_id}/themes/groups"
    page = sign_in("analyst").get(f"{address}?by=q_transport").text
    assert "People who answered “On foot” raised this twice as often as all." in page
    assert "40 of 40 (100%); all: 40 of 88 (45%)" in page
    assert "People who answered “By bus or tram” did not raise this at all." in page
    parks = next(theme for theme in themes if theme.size == 40)
    assert f'href="/staff/themes/{parks.id}"' in page
    assert f'href="/staff/themes/{parks.id}?group=q_transport:foot"' in page
    assert '<figure class="chart">' in page


def test_a_page_in_arabic_runs_from_right_to_left(app: Flask, sign_in: SignIn) -> None:
    version, _themes = _city()
    client = sign_in("analyst")
    client.set_cookie("engage_locale", "ar")
    address = f"/staff/consultations/{version.consultation_id}/themes/groups?by=q_transport"
    page = client.get(address).text
    assert 'dir="rtl"' in page and "ضعف ما ذكره الجميع" in page


def test_only_closed_questions_make_groups_those_about_the_person_first(app: Flask) -> None:
    version = publish_sample_survey(make_consultation().id)
    codes = [question.code for question in list_variables(version.consultation_id)]
    assert codes == ["q_transport", "q_safe", "q_places"]
    with pytest.raises(NotFound):
        get_group_table(version.consultation_id, Q, "q_street")


def test_both_figures_stand_side_by_side_on_both_databases(both_databases_app: Flask) -> None:
    version, _themes = _city()
    number, lead = version.consultation_id, make_actor()
    shares = {"bus": 20.0, "foot": 80.0}
    enter_population(lead, number, "q_transport", shares, "Census 2021, table 4")
    table = get_group_table(number, Q, "channel", weighed_by=("q_transport",))
    buses = next(row for row in table.rows if row.raised == 48)
    assert buses.weighted is not None and buses.weighted.share == pytest.approx(0.2)
    assert buses.weighted.interval.low < 0.2 < buses.weighted.interval.high
    assert table.weighting is not None and table.weighting.weights.effective < 88
    plain = get_group_table(number, Q, "channel")
    assert [row.raised for row in plain.rows] == [row.raised for row in table.rows]
    assert all(row.weighted is None for row in plain.rows)
    # what is masked has no weighted share either
    assert all(
        (one.comparison is None) == (one.weighted is None)
        for row in table.rows
        for one in row.findings
    )
    acts = [entry.act for entry in list_entries(SYSTEM, limit=2)]
    assert acts[0] == "population.enter"


def test_people_are_weighed_by_several_questions_at_once(app: Flask, sign_in: SignIn) -> None:
    version = publish_sample_survey(make_consultation().id)
    number = version.consultation_id
    given = (("bus", 4, 40), ("bus", 2, 30), ("foot", 4, 10), ("foot", 2, 20))
    for transport, safe, people in given:
        for at in range(people):
            words = f"{'Parks' if safe == 4 else 'Buses'} {at}"
            make_response(version, q_change=words, q_transport=transport, q_safe=safe)
    comments = list(stream_comments(SYSTEM, number, Q))
    place((number, Q), "Parks", [one.id for one in comments if one.text.startswith("Parks")])
    lead, codes = make_actor(), ("q_transport", "q_safe")
    enter_population(lead, number, codes[0], {"bus": 50, "foot": 50}, "Census 2021")
    enter_population(lead, number, codes[1], {"2": 40, "4": 60}, "Survey of the police")
    table = get_group_table(number, Q, "channel", weighed_by=codes)
    parks = next(row for row in table.rows if row.theme is not None)
    # as many as are safe, whom the shares bring from 50 to 60 in 100
    assert parks.raised == 50 and parks.weighted is not None
    assert parks.weighted.share == pytest.approx(0.6, abs=1e-4)
    assert table.weighting is not None and table.weighting.weights.trimmed == 0
    address = f"/staff/consultations/{number}/themes/groups"
    page = sign_in("analyst").get(f"{address}?weighed=q_transport&weighed=q_safe").text
    assert "The shares of all these questions are met at once (raking)." in page
    assert "Source for “How do you usually get to the centre?”: Census 2021" in page
    words = "100 comments tell as much as 77 would without weights: the design effect is 1.31."
    assert words in page
    assert "60 in 100 comments would raise this, not 50 in 100." in page


def test_shares_are_entered_with_their_source_and_said_aloud(app: Flask, sign_in: SignIn) -> None:
    version, _themes = _city()
    client = sign_in("engagement_lead")
    home = f"/staff/consultations/{version.consultation_id}/themes"
    address = f"{home}/population"
    assert "q_places" not in client.get(address).text
    wrong = {"by": "q_transport", "question": Q, "share_bus": "20", "share_foot": "50"}
    page = client.post(address, data=wrong)
    assert page.status_code == 422
    assert "Say where these shares come from." in page.text
    assert "The shares add up to 70, not to 100." in page.text
    for share in ("-3", "many"):
        page = client.post(address, data={**wrong, "source": "Census", "share_foot": share})
        assert page.status_code == 422
        assert "Give each answer a share from 0 to 100." in page.text
    right = {**wrong, "share_bus": "19,5", "share_foot": "80.5", "source": "Census 2021"}
    page = client.post(address, data=right, follow_redirects=True)
    assert "Census 2021" in page.text
    assert (
        "Had people answered in the measure of the population, 20 in 100 comments would raise "
        "this, not 55 in 100." in page.text
    )
    assert "weighted 20%" in page.text and "48 (55%)" in page.text
    assert "88 comments tell as much as" in page.text
    assert "weighted" not in client.get(f"{home}/groups?by=q_transport").text.split("</form>")[-1]
    client.post(address, data={"by": "q_transport", "act": "forget"})
    assert "Weighted by" not in client.get(f"{home}/groups?weighed=q_transport").text
    assert sign_in("auditor").post(address, data=right).status_code == 403
    with pytest.raises(NotFound):
        enter_population(SYSTEM, version.consultation_id, "q_places", {"park": 100}, "Census")
