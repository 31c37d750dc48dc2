"""What a map is about, told by the roles of its fields: code knows no type by name."""

from sheetsync.lint.index import Index
from sheetsync.lint.vocabulary.times import frame
from sheetsync.model.words import fold


def is_day(index: Index) -> bool:
    """A stretch of somebody's life: it asks for the best moment to help, and its stages are times."""
    return index.field("moment", None) is not None


def is_blueprint(index: Index) -> bool:
    """A service from its physical evidence down: its stages are things and people, not phases."""
    return index.field("evidence") is not None


def is_support(index: Index) -> bool:
    """A customer is helped: systems and employees of the frontline each have a row."""
    return index.field("employee") is not None and index.field("technology") is not None


def is_future(index: Index) -> bool:
    """A journey as it shall be: changes are proposed on the map itself."""
    return index.field("change") is not None


def has_phases(index: Index) -> bool:
    """Whether stages are phases that a company can have goals and measures for, and neither times nor things.

    A type without stages of its own zooms into a stretch of time, whatever its parts are called; what another type calls its stages are phases.
    """
    own = {fold(title) for stage in index.map_type.stages for title in stage.title} if index.map_type is not None else set()
    if not own or is_day(index) or is_blueprint(index):
        return False
    return any(fold(stage.title) in own or frame(stage.title) is None for stage in index.stages)
