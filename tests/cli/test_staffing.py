"""The first account of a new site, from the command line."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from engage.cli import main
from tests.app_fixtures import SECRET

LONG_ENOUGH = "a password of many letters"


def _run(*words: str, typed: str = LONG_ENOUGH) -> Result:
    return CliRunner().invoke(main, ["people", *words], input=f"{typed}\n{typed}\n")


@pytest.fixture(autouse=True)
def _settings(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENGAGE_DATABASE_URL", f"sqlite:///{tmp_path / 'engage.sqlite3'}")
    monkeypatch.setenv("ENGAGE_SECRET_KEY", SECRET)


def test_the_first_administrator_signs_in_and_can_get_a_new_password(app: Flask) -> None:
    done = _run("add", "Ada Moreno", "Ada@city.example")
    assert done.exit_code == 0, done.output
    assert "ada@city.example" in done.output
    again = _run("add", "Ada Moreno", "ada@city.example")
    assert again.exit_code == 1 and "already an account" in again.output

    def may_sign_in(password: str) -> bool:
        typed = {"email": "ada@city.example", "password": password}
        client = app.test_client()
        is_in = client.post("/staff/sign-in", data=typed).status_code == 303
        return is_in and client.get("/staff/people").status_code == 200

    assert may_sign_in(LONG_ENOUGH)
    assert _run("password", "ada@city.example", typed="another one, long enough").exit_code == 0
    assert may_sign_in("another one, long enough") and not may_sign_in(LONG_ENOUGH)


@pytest.mark.parametrize(
    ("words", "typed", "said"),
    [
        (("add", "Ada", "ada@city.example"), "short", "at least 12 characters"),
        (("add", "Ada", "ada@city.example", "--role", "king"), LONG_ENOUGH, "engagement_lead"),
        (("add", "Ada", "nowhere"), LONG_ENOUGH, "Give a name and an e-mail address"),
        (("password", "nobody@city.example"), LONG_ENOUGH, "There is no account"),
    ],
)
def test_what_can_not_be_is_said(words: tuple[str, ...], typed: str, said: str) -> None:
    done = _run(*words, typed=typed)
    assert done.exit_code != 0 and said in done.output
