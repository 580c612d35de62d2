"""The page that shows what is near what."""

from dataclasses import dataclass

from flask import Response, request, url_for

from engage.consultations import ConsultationSummary, get_consultation
from engage.kernel.actors import Permission
from engage.themes.picturing import StandingPicture, find_picture
from engage.themes.queries import ThemeSummary
from engage.themes.question_views import Question, blueprint, questions
from engage.web.access import access
from engage.web.locale import plain
from engage.web.rendering import render

WIDE, HIGH = 1000, 700
ACROSS, DOWN = 380, 270  # how far from the middle a theme may lie
SMALLEST, LARGEST = 8, 36
COLOURS = 8
LINE = 22


@dataclass(frozen=True)
class DrawnTheme:
    """A circle with its label, in the units of the drawing."""

    label: str
    full_label: str
    href: str
    count: int
    x: int
    y: int
    radius: int
    label_x: int
    label_y: int
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
    asked = questions(consultation_id, request.args.get("question", ""))
    code = request.args.get("question") or (asked[0].code if asked else "")
    found = find_picture(consultation_id, code)
    page = PicturePage(
        get_consultation(consultation_id),
        questions(consultation_id, code),
        code,
        _themes(found) if found else (),
        _dots(found) if found else (),
        found.missing if found else (),
        found.comment_count if found else 0,
        (WIDE, HIGH),
    )
    return render("staff/themes/picture.html", page)


@dataclass(frozen=True)
class _Frame:
    """Stretches the picture so that its themes fill the drawing both ways."""

    middle: tuple[float, float]
    half: tuple[float, float]

    def at(self, x: float, y: float) -> tuple[int, int]:
        across = max(-1.2, min(1.2, (x - self.middle[0]) / self.half[0]))
        down = max(-1.2, min(1.2, (y - self.middle[1]) / self.half[1]))
        return round(WIDE / 2 + ACROSS * across), round(HIGH / 2 - DOWN * down)


def _frame(found: StandingPicture) -> _Frame:
    xs = [circle.x for circle in found.circles] or [0.0]
    ys = [circle.y for circle in found.circles] or [0.0]
    return _Frame(
        ((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2),
        (max((max(xs) - min(xs)) / 2, 0.1), max((max(ys) - min(ys)) / 2, 0.1)),
    )


def _colours(found: StandingPicture) -> dict[int, int]:
    return {circle.theme.id: at % COLOURS + 1 for at, circle in enumerate(found.circles)}


def _themes(found: StandingPicture) -> tuple[DrawnTheme, ...]:
    """The circles, the largest first, each label under its circle or where there is room."""
    colours, frame = _colours(found), _frame(found)
    largest = max((circle.theme.size for circle in found.circles), default=1) or 1
    taken: list[tuple[int, int, int]] = []
    drawn = []
    for circle in found.circles:
        x, y = frame.at(circle.x, circle.y)
        radius = round(max(SMALLEST, LARGEST * (circle.theme.size / largest) ** 0.5))
        words = plain(circle.theme.label)
        label = words if len(words) <= 28 else f"{words[:27].rstrip()}…"
        width = 10 * len(label)
        label_x = min(max(x, width // 2 + 4), WIDE - width // 2 - 4)
        label_y = _free_line(label_x, y, radius, width, taken)
        taken.append((label_x, label_y, width))
        drawn.append(
            DrawnTheme(
                label,
                words,
                url_for("themes.show", theme_id=circle.theme.id),
                circle.theme.size,
                x,
                y,
                radius,
                label_x,
                label_y,
                colours[circle.theme.id],
                tuple(plain(other.label) for other in circle.nearest),
            )
        )
    return tuple(drawn)


def _free_line(x: int, y: int, radius: int, width: int, taken: list[tuple[int, int, int]]) -> int:
    """The nearest height at which a label covers no other one."""
    below, above = y + radius + LINE - 4, y - radius - 8
    tries = [below, above]
    for step in range(1, 24):
        tries += [below + step * LINE // 2, above - step * LINE // 2]
    for height in tries:
        is_free = all(
            abs(height - other) >= LINE or abs(x - at) >= (width + wide) / 2 + 8
            for at, other, wide in taken
        )
        if is_free and LINE <= height <= HIGH - 6:
            return height
    return below


def _dots(found: StandingPicture) -> tuple[DrawnDot, ...]:
    colours, frame = _colours(found), _frame(found)
    return tuple(
        DrawnDot(*frame.at(dot.x, dot.y), colours.get(dot.theme_id or 0, 0)) for dot in found.dots
    )
