"""A persona is nobody's real data."""

from collections.abc import Iterator, Mapping, Sequence

from sheetsync.lint.rule import METHODS, Context, Hit, Rule
from sheetsync.lint.vocabulary.personal import Kind, personal_data
from sheetsync.model.journey import MAIN, FieldRef
from sheetsync.model.maptype import Field, MapType
from sheetsync.model.words import Text

_COLLEAGUES = frozenset({"owner", "reviewer"})
"""Names and e-mail addresses of colleagues belong there."""
_OUR_PLACES = frozenset({"touchpoint", "gap", "channel", "content", "process", "program", "technology", "employee", "frontstage", "company-action"})
"""Telephone numbers and addresses there are mostly the company's own."""
_NAMES: Mapping[Kind, Text] = {
    "email": Text("địa chỉ email", "an e-mail address"),
    "phone": Text("số điện thoại", "a telephone number"),
    "id": Text("số giấy tờ tùy thân", "the number of an identity paper"),
}


def check(context: Context) -> Iterator[Hit]:
    """A text holds an e-mail address, a telephone number or the number of an identity paper. Messages never repeat them."""
    if context.map_type is None:
        return
    personas = context.index.personas
    for ref, item, text in _texts(context, context.map_type):
        kinds = personal_data(text) - (frozenset({"email", "phone"}) if item.role in _OUR_PLACES else frozenset())
        if kinds:
            told = _listed([_NAMES[kind] for kind in sorted(kinds)])
            on_persona = personas is not None and ref.tab == personas.key
            yield Hit(ref, {"what": told, "field": item.title}, len(kinds), "" if on_persona else "elsewhere")


def _texts(context: Context, map_type: MapType) -> Iterator[tuple[FieldRef, Field, str]]:
    for item, text in _typed(map_type.about, context.map.values):
        yield FieldRef(field=item.key), item, text
    for stage in context.index.stages:
        for item, text in _typed(map_type.stage_fields, stage.values):
            yield FieldRef(MAIN, stage=stage.key, field=item.key), item, text
    for tab in map_type.tabs:
        for record in context.map.records(tab.key):
            for item, text in _typed(tab.fields, record.values):
                yield FieldRef(tab.key, step=record.id, field=item.key), item, text


def _typed(fields: Sequence[Field], values: Mapping[str, str]) -> Iterator[tuple[Field, str]]:
    for item in fields:
        text = values.get(item.key)
        if text and item.kind in {"text", "list"} and item.role not in _COLLEAGUES:
            yield item, text


def _listed(names: Sequence[Text]) -> Text:
    return Text(", ".join(name.vi for name in names), ", ".join(name.en for name in names))


RULE = Rule(
    slug="persona-is-individual",
    severity="warning",
    profiles=METHODS,
    order=10,
    source="S3:16",
    summary=Text("Chân dung là một nhóm khách, không phải một người thật", "A persona stands for many customers, not for one real person"),
    why=Text(
        "Chân dung tả một nhóm khách hàng; email, số điện thoại hay giấy tờ của một người thật không nên nằm trong bảng mà nhiều người mở được.",
        "A persona describes a kind of customer; contact data or papers of a real person don’t belong in a sheet that many can open.",
    ),
    fix=Text(
        "Hãy xóa dữ liệu cá nhân này và chỉ giữ điều chung cho cả nhóm khách.",
        "Delete the personal data and keep what is true of the whole group.",
    ),
    messages={
        "": Text(
            "Chân dung khách hàng lại có {what} ở ô “{field}”: đây là một người thật.",
            "The persona has {what} in “{field}”: that is one real person.",
        ),
        "elsewhere": Text("Ô “{field}” chứa dữ liệu cá nhân: {what}.", "“{field}” holds personal data: {what}."),
    },
    good="""
        type: customer-journey
        persona: Mai
        stage | action
        awareness | Tìm phòng tập gần nhà // Looks for a gym nearby

        [personas]
        name | occupation | demographics
        Mai | Nhân viên văn phòng // Office worker | 25–34 tuổi, ở thành phố lớn // Aged 25 to 34, in a big city
    """,
    bad="""
        type: customer-journey
        persona: Mai
        stage | action
        awareness | Tìm phòng tập gần nhà // Looks for a gym nearby

        [personas]
        name | occupation | demographics
        Mai | Nhân viên văn phòng // Office worker | 29 tuổi, 0900 123 456 // Aged 29, 0900 123 456
    """,
    check=check,
)
