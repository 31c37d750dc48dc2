"""The emotion curve: one live number per stage on a hidden tab, and its result as stored."""

from collections.abc import Sequence
from fractions import Fraction

from sheetsync.model.anatomy import CURVE_TAB, LABEL, STAGES_TAB
from sheetsync.model.design import Area, TabDesign
from sheetsync.model.grid import column_letters
from sheetsync.model.journey import JourneyMap
from sheetsync.model.layout import palette
from sheetsync.model.layout.content import stages_of
from sheetsync.model.layout.lanes import Frame
from sheetsync.model.layout.page import Page, absolute, absolute_area, literal
from sheetsync.model.layout.stages import FIRST_STAGE_ROW, stage_rows
from sheetsync.model.maptype import Choice, Field, MapType

CURVE_FIRST_ROW, CURVE_COLUMN = 1, 2
"""Where the means stand on the hidden tab: one below the other, in the order of the *Stages* tab."""

NO_MEAN = "#N/A"
"""The mean of a stage without emotions: spreadsheets leave a gap there."""

_HEADINGS = ("stage", "title", "mean", "title at first", "", "stage", "title at first")


def emotion_field(map_type: MapType) -> Field | None:
    """The field of the map that the curve is drawn from: the first emotion with scores."""
    return next((field for field in map_type.with_role("emotion") if scored(field)), None)


def scored(field: Field) -> tuple[tuple[int, Choice], ...]:
    """The choices of a field that have a place on its scale."""
    return tuple((choice.score, choice) for choice in field.choices if choice.score is not None)


def curve_values(journey: JourneyMap, map_type: MapType) -> tuple[str, ...]:
    """The mean emotion of each stage, in the order of the stages: a decimal with at most two places, or ``#N/A`` where there is none."""
    field = emotion_field(map_type)
    scores = {choice.key: score for score, choice in scored(field)} if field else {}
    key = field.key if field else ""
    return tuple(
        _mean([scores[mood] for record in journey.main.records if record.stage == stage.key and (mood := record.values.get(key, "")) in scores])
        for stage in stages_of(journey, map_type)
    )


def curve_areas(journey: JourneyMap, map_type: MapType) -> tuple[str, Area, Area]:
    """The hidden tab, and its areas of titles and of means, as the chart draws them: without spare rows, which would leave it half empty."""
    last = CURVE_FIRST_ROW + max(1, len(stages_of(journey, map_type))) - 1
    return CURVE_TAB, Area(CURVE_FIRST_ROW, 1, last, 1), Area(CURVE_FIRST_ROW, CURVE_COLUMN, last, CURVE_COLUMN)


def curve_tab(journey: JourneyMap, map_type: MapType, field: Field, frame: Frame) -> TabDesign:
    """The hidden tab: stage, its title today, the mean of its steps' emotions, and its title at first.

    Steps are matched by the label people see, so that the curve moves while they type; a step that still shows the first title counts too.
    """
    stages = stages_of(journey, map_type)
    page = Page(dict.fromkeys(range(len(_HEADINGS)), 16.0))
    for column, heading in enumerate(_HEADINGS):
        page.put(0, column, heading, palette.KEY)
    for row, stage in enumerate(stages, start=CURVE_FIRST_ROW):
        page.put(row, 5, stage.key, palette.KEY)
        page.put(row, 6, stage.title, palette.KEY)
    values = curve_values(journey, map_type)
    first = Area(CURVE_FIRST_ROW, 5, CURVE_FIRST_ROW + max(1, len(stages)) - 1, 5)
    keys, titles = (absolute_area(CURVE_TAB, Area(first.top, column, first.bottom, column)) for column in (5, 6))
    mean = _mean_formula(frame, map_type.main.title.of(journey.language), field, journey.language)
    for number in range(stage_rows(journey, map_type)):
        row = CURVE_FIRST_ROW + number
        stage_now = stages[number] if number < len(stages) else None
        for column, source, value in ((0, 0, stage_now.key if stage_now else ""), (1, 2, stage_now.title if stage_now else "")):
            cell = absolute(STAGES_TAB.of(journey.language), FIRST_STAGE_ROW + number, source)
            page.formula(row, column, f'IF({cell}="","",{cell})', value, palette.KEY)
        page.formula(row, CURVE_COLUMN, mean.replace("{row}", str(row + 1)), values[number] if stage_now else NO_MEAN, palette.KEY, numeric=True)
        page.formula(row, 3, f'IFERROR(INDEX({titles},MATCH($A{row + 1},{keys},0)),"")', stage_now.title if stage_now else "", palette.KEY)
    return TabDesign(key=CURVE_TAB, title=CURVE_TAB, cells=page.cells, widths=page.widths, heights={}, hidden=True)


def _mean_formula(frame: Frame, tab: str, field: Field, language: str) -> str:
    labels = absolute_area(tab, frame.area(frame.lanes[LABEL], frame.lanes[LABEL], spare=True))
    moods = absolute_area(tab, frame.area(frame.lanes[field.key], frame.lanes[field.key], spare=True))
    today, at_first = (f"${column_letters(column)}{{row}}" for column in (1, 3))
    mine = f'((({labels}={today})+({labels}={at_first})*({at_first}<>""))>0)'
    words = [(score, f"({moods}={literal(choice.title.of(language))})") for score, choice in scored(field)]
    total = "+".join(f"{word}*{score}" for score, word in words if score)
    count = "+".join(word for _, word in words)
    mean = f"ROUND(SUMPRODUCT({mine}*({total or 0}))/SUMPRODUCT({mine}*({count})),2)"
    return f'IF({today}="",NA(),IFERROR({mean},NA()))'


def _mean(scores: Sequence[int]) -> str:
    if not scores:
        return NO_MEAN
    hundredths = Fraction(sum(scores) * 100, len(scores))
    rounded = int(abs(hundredths) + Fraction(1, 2))  # half away from zero, as spreadsheets round
    sign = "-" if hundredths < 0 and rounded else ""
    whole, rest = divmod(rounded, 100)
    return f"{sign}{whole}.{rest:02}".rstrip("0").rstrip(".")
