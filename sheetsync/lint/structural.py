"""Structural rules: what reading could not place or trust becomes hits of the rule of that name."""

from collections.abc import Callable, Iterator

from sheetsync.lint.rule import Context, Hit


def problems(slug: str) -> Callable[[Context], Iterator[Hit]]:
    """The check of a structural rule: one hit for each reading problem whose code is ``slug``."""

    def check(context: Context) -> Iterator[Hit]:
        for problem in context.problems:
            if problem.code == slug:
                yield Hit(problem.ref, problem.facts, variant=problem.variant, severity=problem.severity, cell=problem.cell)

    return check
