"""A structure chart: which posts stand in it, and where each box and line is drawn. Pure.

The head stands on top, those accountable to it beside each other below; whose own people have nobody below them, has
them in a column, so that a chart stays narrow enough to be printed.
"""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

WIDTH, HEIGHT = 190, 84  # of a box
ACROSS, DOWN = 22, 34  # between boxes
INDENT = 20  # of a column of posts under their head
LINE_LENGTH, LINES = 24, 3


@dataclass(frozen=True)
class Box:
    """A post as it is drawn: its corner and its words in lines."""

    x: int
    y: int
    lines: tuple[str, ...]
    code: str
    statutory: bool

    @property
    def middle(self) -> int:
        return self.x + WIDTH // 2

    @property
    def baselines(self) -> list[tuple[int, str]]:
        """Return each line of words with the height at which it is written."""
        words = [*self.lines, self.code] if self.code else list(self.lines)
        top = self.y + (HEIGHT - 18 * len(words)) // 2 + 14
        return [(top + 18 * place, line) for place, line in enumerate(words)]


@dataclass(frozen=True)
class Drawing:
    """A chart as it is drawn: its size, its boxes, and the paths of its lines."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    paths: tuple[str, ...]

    @property
    def has_statutory(self) -> bool:
        return any(box.statutory for box in self.boxes)


Post = dict[str, Any]  # as the frozen block has it: title, code, statutory, parent
Tree = list[tuple[Post, "Tree"]]


def branch(posts: Iterable[tuple[int, int | None]], head: int, levels: int) -> list[tuple[int, int]]:
    """Return the posts of a branch depth first, each with the place of its head in the list, -1 for the first.

    ``posts`` are (post, the one it is accountable to), in the order in which they stand beside each other.
    """
    below: dict[int, list[int]] = defaultdict(list)
    for post, above in posts:
        if above is not None:
            below[above].append(post)
    placed: list[tuple[int, int]] = []
    seen = set()

    def place(post: int, parent: int, left: int) -> None:
        if post in seen:  # posts accountable to each other in a circle: each is drawn once
            return
        seen.add(post)
        here = len(placed)
        placed.append((post, parent))
        if left:
            for each in below[post]:
                place(each, here, left - 1)

    place(head, -1, levels)
    return placed


def tree(posts: Sequence[Post]) -> Tree:
    """Return the posts of a chart as a nested list: what is drawn, for who does not see the drawing."""
    branches: list[Tree] = [[] for _post in posts]
    roots: Tree = []
    for post, below in zip(posts, branches, strict=True):
        above = roots if post["parent"] < 0 else branches[post["parent"]]
        above.append((post, below))
    return roots


def drawing(posts: Sequence[Post]) -> Drawing:
    """Return where the posts of a chart are drawn; they are given as the frozen block has them."""
    below: dict[int, list[int]] = defaultdict(list)
    for at, post in enumerate(posts):
        below[post["parent"]].append(at)
    corners: dict[int, tuple[int, int]] = {}
    width = 0
    for root in below[-1]:
        width = _spread(root, below, corners, left=width, top=1) + ACROSS
    boxes = tuple(_box(posts[at], *corners[at]) for at in range(len(posts)))
    paths = tuple(
        _path(corners[parent], corners[at], is_column=_is_column(parent, below))
        for parent in range(len(posts))
        for at in below[parent]
    )
    height = max((box.y for box in boxes), default=0) + HEIGHT + 1
    return Drawing(max((box.x for box in boxes), default=0) + WIDTH + 1, height, boxes, paths)


def _is_column(parent: int, below: dict[int, list[int]]) -> bool:
    """Say whether a post's people stand in a column: nobody is below any of them, and it is not the head."""
    return parent not in below[-1] and not any(below[at] for at in below[parent])


def _spread(at: int, below: dict[int, list[int]], corners: dict[int, tuple[int, int]], *, left: int, top: int) -> int:
    """Place a post and all below it from ``left`` on, and return where they end."""
    people = below[at]
    if not people:
        corners[at] = (left + 1, top)
        return left + WIDTH
    if _is_column(at, below):
        corners[at] = (left + 1, top)
        for row, each in enumerate(people, start=1):
            corners[each] = (left + 1 + INDENT, top + row * (HEIGHT + DOWN // 2))
        return left + WIDTH + INDENT
    end = left
    for each in people:
        end = _spread(each, below, corners, left=end, top=top + HEIGHT + DOWN) + ACROSS
    end -= ACROSS
    corners[at] = ((corners[people[0]][0] + corners[people[-1]][0]) // 2, top)
    return max(end, corners[at][0] + WIDTH)


def _path(upper: tuple[int, int], lower: tuple[int, int], *, is_column: bool) -> str:
    """Return the line from a post to one below it, as the path of an SVG."""
    if is_column:
        x = upper[0] + INDENT // 2
        return f"M{x} {upper[1] + HEIGHT}V{lower[1] + HEIGHT // 2}H{lower[0]}"
    middle = upper[1] + HEIGHT + DOWN // 2
    return f"M{upper[0] + WIDTH // 2} {upper[1] + HEIGHT}V{middle}H{lower[0] + WIDTH // 2}V{lower[1]}"


def _box(post: Post, x: int, y: int) -> Box:
    statutory = bool(post["statutory"])
    title = f"{post['title']} *" if statutory else str(post["title"])
    lines = textwrap.wrap(title, LINE_LENGTH, max_lines=LINES, placeholder="…") or [""]
    return Box(x, y, tuple(lines), str(post["code"]), statutory)
