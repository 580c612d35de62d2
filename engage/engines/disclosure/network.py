"""Finds which edges of a balanced network to hide so that the small ones can't be worked out."""

import heapq
from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass

Node = Hashable


@dataclass(frozen=True)
class Edge:
    """A count that flows from one line of a table to another, and the price of hiding it."""

    tail: Node
    head: Node
    count: int
    cost: int


class Uncovered(ValueError):
    """A small count has no others that could be hidden along with it."""


@dataclass(frozen=True)
class _Step:
    """An edge taken along its direction, which raises its count, or against it to lower it."""

    edge: int
    to: Node


def protect(edges: Sequence[Edge], threshold: int) -> set[int]:
    """Return the indices of the edges to hide: counts from 1 to threshold - 1 and their cover.

    Every hidden edge lies on a closed walk of hidden edges along which ``threshold // 2`` can be
    shifted with each count staying at 1 or more. Raises ``Uncovered`` where there is no such walk;
    there always is one where the edges balance at every node.
    """
    span = threshold // 2
    steps = _steps(edges, span)
    hidden: set[int] = set()
    for index, edge in enumerate(edges):
        if 0 < edge.count < threshold and index not in hidden:
            hidden.update(_cheapest_cycle(edges, steps, index, span, hidden))
    return hidden


def _steps(edges: Sequence[Edge], span: int) -> dict[Node, list[_Step]]:
    steps: dict[Node, list[_Step]] = defaultdict(list)
    for index, edge in enumerate(edges):
        if edge.count > 0:
            steps[edge.tail].append(_Step(index, edge.head))
        if edge.count > span:
            steps[edge.head].append(_Step(index, edge.tail))
    return steps


def _cheapest_cycle(
    edges: Sequence[Edge],
    steps: Mapping[Node, Sequence[_Step]],
    index: int,
    span: int,
    hidden: Collection[int],
) -> list[int]:
    costs = [0 if i in hidden else edge.cost for i, edge in enumerate(edges)]
    edge = edges[index]
    ways = [_cheapest_path(steps, costs, edge.head, edge.tail, index)]
    if edge.count > span:
        ways.append(_cheapest_path(steps, costs, edge.tail, edge.head, index))
    found = [way for way in ways if way is not None]
    if not found:
        raise Uncovered("a small count lies on no closed walk")
    return [index, *min(found, key=lambda way: sum(costs[i] for i in way))]


def _cheapest_path(
    steps: Mapping[Node, Sequence[_Step]],
    costs: Sequence[int],
    start: Node,
    goal: Node,
    without: int,
) -> list[int] | None:
    """Dijkstra's algorithm; equal costs are settled in the order in which they were found."""
    queue: list[tuple[int, int, Node]] = [(0, 0, start)]
    best: dict[Node, int] = {start: 0}
    came: dict[Node, tuple[int, Node]] = {}
    order = 0
    while queue:
        cost, _, here = heapq.heappop(queue)
        if here == goal:
            return _walk_back(came, start, goal)
        if cost > best[here]:
            continue
        for step in steps.get(here, ()):
            total = cost + costs[step.edge]
            if step.edge != without and total < best.get(step.to, total + 1):
                order += 1
                best[step.to], came[step.to] = total, (step.edge, here)
                heapq.heappush(queue, (total, order, step.to))
    return None


def _walk_back(came: Mapping[Node, tuple[int, Node]], start: Node, goal: Node) -> list[int]:
    path = []
    while goal != start:
        edge, goal = came[goal]
        path.append(edge)
    return path
