"""No text of the template is left where people's own words belong."""

import re
from collections.abc import Iterator
from functools import lru_cache

from sheetsync.lint.rule import METHODS, Context, Hit, Rule
from sheetsync.model.journey import MAIN, FieldRef, Record
from sheetsync.model.maptype import MapType
from sheetsync.model.words import Text, fold

_BLANK = r"""
      \[ (?! \s*\d+\s* \] ) [^\[\]\n]{0,60} \] (?! \( )                            # [your product's name]; not [1], not [text](link)
    | _{3,}                                                                        # a line to write on
    | ^ (?: X{1,4} | x{2,4} ) [.…?]? $                                             # nothing but X
    | \{\{ [^{}\n]{1,60} \}\} | < [^\W\d_] [^<>\n]{1,60} >                         # {{name}}, <product name>
    | \( \s* (?i: điền | nhập | insert | fill\ in ) \b [^()\n]{0,60} \)            # "(điền tên sản phẩm)"
    | ^ [?？]{2,} $                                                                # "???"
    | ^ [^\w\n]* (?i:                                                              # nothing but "(điền sau)", "TBD", "to be added"
        (?: sẽ\ | chưa\ )? (?: điền | bổ\ sung | cập\ nhật | viết | thêm | làm ) \ (?: sau | tiếp | vào\ đây )
        | to\ be\ (?: filled | added | done ) (?: \ in )? | (?: fill\ in | add ) \ later | tbd | tba | to-?do | lorem\ ipsum .*
      ) [^\w\n]* $
    | \b (?: việc | sản\ phẩm | dịch\ vụ | thương\ hiệu | công\ ty ) \s X \b       # "làm việc X"
    | \b (?: product | service | brand | company | do | about ) \s X \b            # "do X better"
    """
"""A verbose pattern, compiled when a text first needs it: that takes longer than linting a map."""
_SIGNS = ("[", "{", "<", "(", "?", "？", "xx", "___", "sau", "tiếp", "vào đây", "later", "to be ", "tbd", "tba", "to-do", "todo", "lorem")
"""A text without one of these, or an X, holds no blank; looking for them is much faster than the pattern."""


def check(context: Context) -> Iterator[Hit]:
    """A text holds a blank to fill in, a bare X, or just repeats the guidance of its field."""
    if context.map_type is None:
        return
    for ref, guides, text in _texts(context.map_type, context):
        if _may_hold_a_blank(text) and (found := [blank.group() for blank in re.finditer(_BLANK, text, re.VERBOSE | re.MULTILINE)]):
            yield Hit(ref, {"text": found[0]}, len(found))
        elif len(text) in guides and fold(text) in guides[len(text)]:
            yield Hit(ref, variant="guide")


def _may_hold_a_blank(text: str) -> bool:
    folded = text.casefold()
    return "X" in text or any(sign in folded for sign in _SIGNS)


Guides = dict[int, set[str]]
"""Folded guidance texts by their length before folding, so that few texts need to be folded."""


def _texts(map_type: MapType, context: Context) -> Iterator[tuple[FieldRef, Guides, str]]:
    about = _guides(*(field.guide for field in map_type.about)) if context.map.values else {}
    for key, text in context.map.values.items():
        yield FieldRef(field=key), about, text
    of_stages = _guides(*(field.guide for field in map_type.stage_fields), *(stage.guide for stage in map_type.stages))
    for stage in context.index.stages:
        for key, text in stage.values.items():
            yield FieldRef(MAIN, stage=stage.key, field=key), of_stages, text
    for tab in map_type.tabs:
        records: tuple[Record, ...] = context.map.records(tab.key)
        guides = _guides(*(field.guide for field in tab.fields)) if records else {}
        for record in records:
            for key, text in record.values.items():
                yield FieldRef(tab.key, step=record.id, field=key), guides, text


@lru_cache(maxsize=256)
def _guides(*texts: Text) -> Guides:
    """Worked out once a tab of a map type: the same few types come again and again."""
    guides: Guides = {}
    for both in texts:
        for text in both:
            guides.setdefault(len(text), set()).add(fold(text))
    return guides


RULE = Rule(
    slug="placeholder-left",
    severity="warning",
    profiles=METHODS,
    order=30,
    source="S3:39",
    summary=Text("Không còn chữ mẫu trong bản đồ", "No sample text is left in the map"),
    why=Text(
        "Câu mẫu như “[tên sản phẩm của bạn] là gì?” chỉ để gợi ý; giữ nguyên thì bản đồ chưa nói gì về khách của bạn.",
        "Sample sentences with a blank for your product only show the way; left as they are, they say nothing about your customers.",
    ),
    fix=Text("Hãy thay chữ mẫu bằng lời của chính khách hàng bạn.", "Put your own customer's words in place of the sample text."),
    messages={
        "": Text("Còn chữ mẫu chưa thay: “{text}”.", "Sample text is still to be replaced: “{text}”."),
        "guide": Text("Ô này vẫn là lời hướng dẫn, chưa có nội dung.", "This cell still repeats its guidance instead of content."),
    },
    good="""
        type: customer-journey
        stage | thought
        awareness | Phòng tập Sao Mai là gì? // What is Morning Star Gym?
    """,
    bad="""
        type: customer-journey
        stage | thought
        awareness | [tên sản phẩm của bạn] là gì? // What is [your product's name]?
    """,
    check=check,
)
