"""The page that shows what is near what."""

from dataclasses import dataclass

from flask import Response, url_for

from engage.consultations import ConsultationSummary, get_consultation
from engage.kernel.actors import Permission
from engage.themes.discovery.labelling import LINE, Box, Disc, Spread, place_labels, push_apart
from engage.themes.discovery.picturing import StandingPicture, find_picture
from engage.themes.queries import ThemeSummary
from engage.themes.question_views import Question, blueprint, chosen_question, questions
from engage.themes.stances.showing import stance_line
from engage.web.access import access
from engage.web.locale import plain
from engage.web.rendering import render

WIDE, HIGH = 1000, 700
ACROSS, DOWN = 420, 290  # how far from the middle a theme may lie
SMALLEST, LARGEST = 8, 36
COLOURS = 8
LONGEST_LABEL = 28
BASELINE = 6  # from the middle of a label down to where its letters stand


@dataclass(frozen=True)
class DrawnTheme:
    """A circle with its label, in the units of the drawing."""

    label: str
    full_label: str
    href: str
    count: int
    sides: str
    x: int
    y: int
    radius: int
    label_x: int
    label_y: int
    is_far: bool
    colour: int
    nearest: tuple[str, ...]


@dataclass(frozen=True)
class DrawnDot:
    """A comment, in the colour of its theme; 0 where it stands in none."""

    x: int
    y: int
    colour: int


@dataclass(frozen=True)
class PicturePage:
    """The drawing, and the same as a table."""

    consultation: ConsultationSummary
    questions: tuple[Question, ...]
    question_code: str
    themes: tuple[DrawnTheme, ...]
    dots: tuple[DrawnDot, ...]
    missing: tuple[ThemeSummary, ...]
    comment_count: int
    size: tuple[int, int]


@blueprint.get("/consultations/<int:consultation_id>/themes/picture")
@access(Permission.SEE_THEMES)
def picture(consultation_id: int) -> Response:
    """Themes by how near they are to each other."""
    asked = questions(consultation_id)
    code = chosen_question(asked)
    found = find_picture(consultation_id, code)
    drawing = _drawing(found) if found else None
    page = PicturePage(
        get_consultation(consultation_id),
        asked,
        code,
        _themes(found, drawing) if found and drawing else (),
        _dots(found, drawing) if found and drawing else (),
        found.missing if found else (),
        found.comment_count if found else 0,
        (WIDE, HIGH),
    )
    return render("staff/themes/picture.html", page)


@dataclass(frozen=True)
class _Frame:
    """Stretches the picture so that its themes fill the drawing both ways."""

    across: Spread
    down: Spread

    def at(self, x: float, y: float) -> tuple[float, float]:
        return WIDE / 2 + ACROSS * self.across.at(x), HIGH / 2 - DOWN * self.down.at(y)


@dataclass(frozen=True)
class _Drawing:
    """Circles where all can be seen, in the order of the themes; the largest come first."""

    frame: _Frame
    discs: tuple[Disc, ...]


def _drawing(found: StandingPicture) -> _Drawing:
    frame = _Frame(
        Spread([circle.x for circle in found.circles]),
        Spread([circle.y for circle in found.circles]),
    )
    largest = max((circle.theme.size for circle in found.circles), default=1) or 1
    discs = [
        Disc(
            *frame.at(circle.x, circle.y),
            round(max(SMALLEST, LARGEST * (circle.theme.size / largest) ** 0.5)),
        )
        for circle in found.circles
    ]
    return _Drawing(frame, push_apart(discs, WIDE, HIGH))


def _colours(found: StandingPicture) -> dict[int, int]:
    return {circle.theme.id: at % COLOURS + 1 for at, circle in enumerate(found.circles)}


def _themes(found: StandingPicture, drawing: _Drawing) -> tuple[DrawnTheme, ...]:
    """The circles with labels that cover neither each other nor, where there is room, a circle."""
    colours = _colours(found)
    labels = [_shortened(plain(circle.theme.label)) for circle in found.circles]
    boxes = place_labels(drawing.discs, [len(label) for label in labels], WIDE, HIGH)
    return tuple(
        DrawnTheme(
            label,
            plain(circle.theme.label),
            url_for("themes.show", theme_id=circle.theme.id),
            circle.theme.size,
            stance_line(circle.theme.stances),
            round(disc.x),
            round(disc.y),
            round(disc.radius),
            round(box.x),
            round(box.y + BASELINE),
            _is_far(disc, box),
            colours[circle.theme.id],
            tuple(plain(other.label) for other in circle.nearest),
        )
        for circle, disc, label, box in zip(
            found.circles, drawing.discs, labels, boxes, strict=True
        )
    )


def _shortened(words: str) -> str:
    return words if len(words) <= LONGEST_LABEL else f"{words[: LONGEST_LABEL - 1].rstrip()}…"


def _is_far(disc: Disc, box: Box) -> bool:
    """Whether a line has to lead from the circle to its label."""
    return not Disc(disc.x, disc.y, disc.radius + LINE).overlaps(box)


def _dots(found: StandingPicture, drawing: _Drawing) -> tuple[DrawnDot, ...]:
    """The comments, moved along with the circle of their theme."""
    colours = _colours(found)
    moved = {}
    for circle, disc in zip(found.circles, drawing.discs, strict=True):
        x, y = drawing.frame.at(circle.x, circle.y)
        moved[circle.theme.id] = (disc.x - x, disc.y - y)
    dots = []
    for dot in found.dots:
        x, y = drawing.frame.at(dot.x, dot.y)
        across, down = moved.get(dot.theme_id or 0, (0.0, 0.0))
        dots.append(
            DrawnDot(
                round(min(max(x + across, 3), WIDE - 3)),
                round(min(max(y + down, 3), HIGH - 3)),
                colours.get(dot.theme_id or 0, 0),
            )
        )
    return tuple(dots)
