"""Where in a map something is said, and who is to see to it."""

import re

from sheetsync.model.journey import MAIN, FieldRef, JourneyMap
from sheetsync.model.maptype import MapType

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def is_within(here: FieldRef, ref: FieldRef, journey: JourneyMap) -> bool:
    """Whether what stands at ``here`` is (part of) what ``ref`` names."""
    if ref.field is not None and here.field != ref.field:
        return False
    if ref.tab is None:
        return ref.field is None or here.tab is None
    if here.tab != ref.tab:
        return False
    if ref.step is not None:
        return here.step == ref.step
    if ref.stage is None:
        return True
    stages = {record.id: record.stage for record in journey.records(ref.tab)}
    return (stages.get(here.step) if here.step is not None else here.stage) == ref.stage


def owner_of(journey: JourneyMap, map_type: MapType, ref: FieldRef) -> str | None:
    """The e-mail address in the owner's field of the step of ``ref``, else of its stage."""
    tab = journey.tabs.get(ref.tab) if ref.tab else None
    if tab is None:
        return None
    record = next((record for record in tab.records if record.id == ref.step), None) if ref.step else None
    key = ref.stage or (record.stage if record else None)
    stage = next((stage for stage in journey.main.stages if stage.key == key), None) if ref.tab == MAIN else None
    texts = [record.values.get(field.key, "") for field in map_type.with_role("owner", ref.tab)] if record else []
    texts += [stage.values.get(field.key, "") for field in map_type.stage_fields if field.role == "owner"] if stage else []
    return next((found[0] for text in texts if (found := _ADDRESS.search(text))), None)
