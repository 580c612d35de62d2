"""The colours of the tokens against each other, by WCAG 2.2's formula for contrast."""

import re

import pytest

from engage.resources import static_folder

CSS = static_folder() / "css"
TEXT_PAIRS = [
    *[(colour, ground) for colour in ("ink", "soft", "accent") for ground in ("paper", "card")],
    *[(state, ground) for state in ("good", "warn", "bad", "info") for ground in ("paper", "card")],
    *[(state, f"{state}-tint") for state in ("good", "warn", "bad", "info")],
    *[("ink", ground) for ground in ("tint", "mark", "hair")],
    ("soft", "tint"),
    ("accent", "tint"),
    ("on-accent", "accent"),
    ("on-accent", "edge"),
    ("on-bar", "bar"),
]
Palette = dict[str, str]


def _tokens(rule: str) -> Palette:
    found = re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6})\b", rule)
    return {name: "#" + "".join(c * 2 for c in code[1:]) if len(code) == 4 else code
            for name, code in found}  # fmt: skip


def _rule(name: str, selector: str) -> Palette:
    source = (CSS / name).read_text(encoding="utf-8")
    start = source.index(selector)
    return _tokens(source[start : source.index("}", start)])


LIGHT = _rule("public.css", ":root {")
DARK = LIGHT | _rule("public.css", '[data-theme="dark"] {')
BY_CHOICE_OF_THE_DEVICE = LIGHT | _rule("public.css", ":root:not([data-theme]) {")
KIOSK = LIGHT | _rule("kiosk.css", ':root:not([data-theme~="contrast"]) {')
STRONG = LIGHT | _rule("kiosk.css", ':root[data-theme~="contrast"] {')


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _too_faint(palette: Palette, pairs: list[tuple[str, str]], least: float) -> list[str]:
    measured = {(a, b): contrast(palette[a], palette[b]) for a, b in pairs}
    return [f"{a} on {b}: {ratio:.2f}" for (a, b), ratio in measured.items() if ratio < least]


def test_black_on_white_is_21_to_1() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read_on_everything_it_stands_on(palette: Palette) -> None:
    assert _too_faint(palette, TEXT_PAIRS, 4.5) == []


@pytest.mark.parametrize("palette", [LIGHT, DARK, KIOSK, STRONG])
def test_controls_and_the_focus_stand_out(palette: Palette) -> None:
    assert _too_faint(palette, [("line", "paper"), ("line", "card"), ("ink", "tint")], 3) == []
    rings = [contrast(palette[ring], palette["paper"]) for ring in ("focus", "beside")]
    assert max(rings) >= 3


@pytest.mark.parametrize("palette", [KIOSK, STRONG], ids=["kiosk", "strong contrast"])
def test_a_kiosk_can_be_read_in_poor_light(palette: Palette) -> None:
    pairs = [(a, b) for a, b in TEXT_PAIRS if b in ("paper", "card", "accent", "bar")]
    assert _too_faint(palette, pairs, 7) == []


def test_dark_is_the_same_whether_chosen_or_asked_for_by_the_device() -> None:
    assert BY_CHOICE_OF_THE_DEVICE == DARK
