"""What an expert's review judges a map by, in the order of that review (domain: scope and actor first, freshness last)."""

from collections.abc import Collection
from typing import NamedTuple

from sheetsync.lint.rule import Rule
from sheetsync.model.words import Text


class Criterion(NamedTuple):
    """One of them. Its rules have an ``order`` from ``order`` on, up to that of the next.

    ``needs``: unless one of these rules ran, nobody can say that nothing is wrong here, whatever the others say.
    """

    key: str
    order: int
    title: Text
    needs: frozenset[str] = frozenset()

    def judged(self, ran: Collection[str]) -> bool:
        """Whether the rules in ``ran``, all of this criterion, are enough to judge by."""
        return bool(ran) and (not self.needs or not self.needs.isdisjoint(ran))


CRITERIA = (
    Criterion("structure", 0, Text("Cấu trúc bảng tính", "Structure")),
    Criterion("scope", 10, Text("Phạm vi và nhân vật", "Scope and actor")),
    # A map that was only imagined is a guess, however well it is written down.
    Criterion("evidence", 20, Text("Bằng chứng", "Evidence"), frozenset({"persona-no-evidence", "walkthrough-missing"})),
    Criterion("stages", 30, Text("Giai đoạn", "Stages")),
    Criterion("touchpoints", 40, Text("Câu hỏi và điểm chạm", "Questions and touchpoints")),
    Criterion("emotions", 50, Text("Cảm xúc và điểm đau", "Emotions and pains")),
    Criterion("opportunities", 60, Text("Cơ hội và người phụ trách", "Opportunities and owners")),
    Criterion("freshness", 70, Text("Tính cập nhật", "Freshness")),
)


def criterion_of(rule: Rule) -> Criterion:
    """The criterion that ``rule`` belongs to."""
    return next(criterion for criterion in reversed(CRITERIA) if criterion.order <= rule.order)
