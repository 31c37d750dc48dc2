"""Maps with something in every field, for tests of layouts and files."""

from sheetsync.model.identity import slot_id
from sheetsync.model.journey import MAIN, JourneyMap, Record, Stage, Tab
from sheetsync.model.layout import initial_stages
from sheetsync.model.maptype import Field, MapType
from sheetsync.model.words import Language

TEXTS = {
    "vi": "Khách hàng tìm phòng tập gần nhà, đọc đánh giá trên mạng và so sánh các gói thành viên\n24/7\n=1+1\n00123",
    "en": "The prospect looks for a gym nearby, reads reviews and compares membership plans\n24/7\n=1+1\n00123",
}


def empty_map(map_type: MapType, language: Language = "vi", title: str = "Phòng tập") -> JourneyMap:
    """A map with the stages of its type and nothing else."""
    return JourneyMap("m1", map_type.key, map_type.version, title, language, {}, {MAIN: Tab(stages(map_type, language))})


def filled_map(map_type: MapType, language: Language = "vi", title: str = "Phòng tập") -> JourneyMap:
    """A map with one step a stage, one entry a list, and a value in every field."""
    first, *others = stages(map_type, language)

    def values(fields: tuple[Field, ...]) -> dict[str, str]:
        return {field.key: value(field, language, first.key) for field in fields}

    everywhere = tuple(Stage(stage.key, stage.title, values(map_type.stage_fields)) for stage in (first, *others))
    steps = tuple(Record(slot_id("m1", MAIN, at), stage.key, values(map_type.main.fields)) for at, stage in enumerate(everywhere))
    lists = {tab.key: Tab(records=(Record(slot_id("m1", tab.key, 0), None, values(tab.fields)),)) for tab in map_type.tabs[1:]}
    return JourneyMap("m1", map_type.key, map_type.version, title, language, values(map_type.about), {MAIN: Tab(everywhere, steps), **lists})


def stages(map_type: MapType, language: Language) -> tuple[Stage, ...]:
    """The stages of a type; two semesters for a type that leaves them to its users."""
    return initial_stages(map_type, language) or (Stage("hoc-ky-1", "Học kỳ 1"), Stage("hoc-ky-2", "Học kỳ 2"))


def value(field: Field, language: Language, stage: str) -> str:
    """A value that fits the field's kind."""
    match field.kind:
        case "choice":
            return field.choices[-1].key
        case "number":
            return str(field.maximum or 7)
        case "date":
            return "2026-11-22"
        case "boolean":
            return "true"
        case "stage":
            return stage
        case _:
            return TEXTS[language]
