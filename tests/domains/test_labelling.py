"""A crowded picture stays readable: circles and labels apart, inside, and the same every time."""

import random

import pytest

from engage.themes.discovery.labelling import Disc, Spread, place_labels, push_apart

WIDE, HIGH = 1000, 700


def _crowd(seed: int, count: int) -> tuple[tuple[Disc, ...], list[int]]:
    """Circles that nearly all lie on each other, as themes of one language do."""
    draw = random.Random(seed)
    discs = [
        Disc(draw.gauss(150, 60), draw.gauss(350, 90), draw.randint(8, 36)) for _ in range(count)
    ]
    return push_apart(discs, WIDE, HIGH), [draw.randint(4, 28) for _ in range(count)]


@pytest.mark.parametrize("seed", range(8))
def test_no_circle_covers_another_and_all_stand_in_the_drawing(seed: int) -> None:
    discs, _letters = _crowd(seed, 24)
    for at, one in enumerate(discs):
        assert one.radius <= one.x <= WIDE - one.radius
        assert one.radius <= one.y <= HIGH - one.radius
        for other in discs[at + 1 :]:
            distance = ((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5
            assert distance > one.radius + other.radius - 2


@pytest.mark.parametrize("seed", range(8))
def test_no_label_covers_another_and_none_leaves_the_drawing(seed: int) -> None:
    discs, letters = _crowd(seed, 24)
    boxes = place_labels(discs, letters, WIDE, HIGH)
    for at, box in enumerate(boxes):
        assert box.width / 2 <= box.x <= WIDE - box.width / 2
        assert box.y - box.height / 2 >= 0 and box.y + box.height / 2 <= HIGH
        assert not any(box.overlaps(other) for other in boxes[at + 1 :])


def test_with_room_a_label_stands_under_its_circle() -> None:
    discs = (Disc(300, 300, 30), Disc(700, 300, 20))
    boxes = place_labels(discs, (10, 10), WIDE, HIGH)
    for disc, box in zip(discs, boxes, strict=True):
        assert box.x == disc.x and disc.y + disc.radius < box.y < disc.y + disc.radius + 30


def test_the_same_themes_make_the_same_picture() -> None:
    first, second = _crowd(3, 24), _crowd(3, 24)
    assert first == second
    assert place_labels(*first, WIDE, HIGH) == place_labels(*second, WIDE, HIGH)


def test_circles_on_one_point_are_parted() -> None:
    one, other = push_apart((Disc(500, 300, 20), Disc(500, 300, 20)), WIDE, HIGH)
    assert (one.x - other.x) ** 2 + (one.y - other.y) ** 2 >= 40**2


def test_spreading_keeps_the_order_and_gives_a_crowd_room() -> None:
    spread = Spread([-1.0, -0.98, -0.97, -0.96, 1.0])
    put = [spread.at(place) for place in (-1.0, -0.98, -0.97, -0.96, 0.0, 1.0)]
    assert put == sorted(put) and put[0] == -1 and put[-1] == 1
    assert put[3] - put[0] > 0.5
    assert Spread([0.4]).at(0.4) == 0
