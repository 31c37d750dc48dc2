"""Maps for the tests of history: one that reads like the gym's, and a generator of any."""

from collections.abc import Mapping

from hypothesis import strategies as st

from sheetsync.model.journey import MAIN, JourneyMap, Record, Stage, Tab

GYM = JourneyMap(
    id="gym",
    type="customer-journey",
    type_version=1,
    title="Phòng tập Nam Sài Gòn",
    language="vi",
    values={"objective": "Biết vì sao khách bỏ cuộc", "persona": "Lan, 28 tuổi"},
    tabs={
        MAIN: Tab(
            stages=(
                Stage("awareness", "Nhận biết", {"goal": "Nhiều người biết đến hơn"}),
                Stage("trial", "Tập thử"),
                Stage("member", "Thành viên"),
            ),
            records=(
                Record("a1", "awareness", {"action": "Hỏi bạn bè", "touchpoint": "Website\nFanpage"}),
                Record("a2", "awareness", {"action": "Đọc đánh giá"}),
                Record("a3", "awareness", {"action": "So giá"}),
                Record("t1", "trial", {"action": "Đến tập thử", "emotion": "happy"}),
                Record("t2", "trial", {"action": "Hỏi huấn luyện viên"}),
            ),
        ),
        "personas": Tab(records=(Record("p1", None, {"name": "Lan"}), Record("p2", None, {"name": "Minh"}))),
    },
)


def with_main(journey: JourneyMap, main: Tab) -> JourneyMap:
    return journey._replace(tabs={**journey.tabs, MAIN: main})


def with_records(journey: JourneyMap, records: tuple[Record, ...]) -> JourneyMap:
    return with_main(journey, journey.main._replace(records=records))


def with_text(journey: JourneyMap, step: str, values: Mapping[str, str]) -> JourneyMap:
    """``journey`` with the values of one step replaced."""
    return with_records(journey, tuple(record._replace(values=values) if record.id == step else record for record in journey.main.records))


_keys = st.sampled_from(["action", "emotion", "pain", "touchpoint"])
_texts = st.sampled_from(["Gọi điện", "Website\nFanpage", "=1+1", "00123", '"quoted" \\ \u2028', "x" * 40]) | st.text(
    st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6
)
_values = st.dictionaries(_keys, _texts, max_size=3)
_stage_keys = ["awareness", "trial", "member", "renewal"]


@st.composite
def tabs(draw: st.DrawFn, *, main: bool) -> Tab:
    keys = draw(st.lists(st.sampled_from(_stage_keys), unique=True, max_size=4)) if main else []
    homes = st.sampled_from([*keys, "forgotten", None]) if main else st.none()
    ids = draw(st.lists(st.sampled_from("abcdefghij"), unique=True, max_size=8))
    return Tab(
        stages=tuple(Stage(key, draw(_texts), draw(_values)) for key in keys),
        records=tuple(Record(id_, draw(homes), draw(_values)) for id_ in ids),
    )


@st.composite
def maps(draw: st.DrawFn) -> JourneyMap:
    return JourneyMap(
        id="m1",
        type=draw(st.sampled_from(["customer-journey", "lifecycle"])),
        type_version=draw(st.integers(1, 2)),
        title=draw(_texts),
        language=draw(st.sampled_from(["vi", "en"])),
        values=draw(_values),
        tabs={MAIN: draw(tabs(main=True)), **{key: draw(tabs(main=False)) for key in draw(st.sets(st.sampled_from(["personas", "survey"])))}},
    )
