"""The shortest ways through a release's dependency edges."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable


def last_steps(edges: Iterable[tuple[int, int]], starts: Iterable[int]) -> dict[int, int]:
    """For each dependency that any start leads to, its dependent on a shortest way there; starts have none.

    Of several shortest ways, the one whose edges come first.
    """
    needs: dict[int, list[int]] = {}
    for dependent, dependency in edges:
        needs.setdefault(dependent, []).append(dependency)
    steps: dict[int, int] = {}
    waiting = deque(starts)
    known = set(waiting)
    while waiting:
        here = waiting.popleft()
        for there in needs.get(here, ()):
            if there not in known:
                known.add(there)
                steps[there] = here
                waiting.append(there)
    return steps
