"""How the environment is brought up to date."""

import json
from pathlib import Path

import pytest

from tools import environment


@pytest.fixture
def asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The levels that were really installed, in an environment that installs nothing."""
    installed: list[str] = []
    monkeypatch.setattr(environment, "STAMP", tmp_path / "stamp.json")
    monkeypatch.setattr(environment, "_install", installed.append)
    return installed


def test_a_second_set_up_installs_nothing(asked_for: list[str]) -> None:
    environment.prepare("product")
    environment.prepare("product")
    assert asked_for == ["product"]


def test_the_environment_of_a_developer_is_not_taken_down_again(asked_for: list[str]) -> None:
    environment.prepare("development")
    environment.prepare("product")
    assert asked_for == ["development"]


def test_other_requirements_are_installed_anew(asked_for: list[str]) -> None:
    environment.prepare("product")
    environment.STAMP.write_text(json.dumps({"level": "product", "digest": "of something else"}))
    environment.prepare("product")
    assert asked_for == ["product", "product"]


def test_uv_is_told_what_pip_was_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = tmp_path / "pip.conf"
    settings.write_text(
        "[global]\nindex-url = https://packages.city.example/first\n"
        "find-links = /srv/wheels\n    /srv/more\n"
    )
    monkeypatch.setenv("PIP_CONFIG_FILE", str(settings))
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    monkeypatch.delenv("PIP_INDEX_URL", raising=False)

    told = environment._settings_of_pip()

    assert told["UV_DEFAULT_INDEX"] == "https://packages.city.example/first"
    assert told["UV_FIND_LINKS"] == "/srv/wheels,/srv/more"
