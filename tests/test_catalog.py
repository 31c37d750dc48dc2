"""What the catalogue reads, what it lends to types by name, and how it refuses a template with a mistake."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sheetsync.catalog import Catalog, builtin
from sheetsync.catalog.examples import Edit, Example, ExampleRecord
from sheetsync.errors import TemplateError, UsageError
from sheetsync.model.words import Text

COMMON = """
[about.objective]
role = 'objective'
kind = 'text'
title = { vi = 'Mục tiêu', en = 'Objective' }
guide = { vi = 'Để làm gì?', en = 'What for?' }
required = true

[stage_values.goal]
role = 'goal'
kind = 'text'
title = { vi = 'Mục tiêu giai đoạn', en = 'Stage goal' }
guide = { vi = 'Muốn gì?', en = 'What for?' }

[lanes.action]
role = 'action'
kind = 'list'
title = { vi = 'Hành động', en = 'Actions' }
guide = { vi = 'Khách làm gì?', en = 'What do they do?' }
aliases = ['Hoạt động']
required = true
source = 'S0:77'

[lanes.emotion]
role = 'emotion'
kind = 'choice'
title = { vi = 'Cảm xúc', en = 'Emotion' }
guide = { vi = 'Khách thấy sao?', en = 'How do they feel?' }
choices = [
  { key = 'annoyed', score = -2, title = { vi = 'Bực tức', en = 'Annoyed' }, aliases = ['Bực mình'] },
  { key = 'fulfilled', score = 3, title = { vi = 'Thoả mãn', en = 'Fulfilled' } },
]
"""

TAB = """
title = { vi = 'Việc', en = 'Tasks' }
guide = { vi = 'Việc cần làm.', en = 'Things to do.' }
step = { vi = 'việc', en = 'task' }
slots = 2

[[fields]]
key = 'task'
role = 'change'
kind = 'text'
title = { vi = 'Việc cần làm', en = 'Task' }
guide = { vi = 'Làm gì?', en = 'Do what?' }

[[fields]]
key = 'stage'
role = 'stage'
kind = 'stage'
title = { vi = 'Ở giai đoạn', en = 'In stage' }
guide = { vi = 'Ở đâu?', en = 'Where?' }

[[fields]]
key = 'rating'
role = 'rating'
kind = 'number'
title = { vi = 'Điểm', en = 'Rating' }
guide = { vi = 'Từ 1 đến 10.', en = 'From 1 to 10.' }
minimum = 1
maximum = 10

[[fields]]
key = 'due'
role = 'date'
kind = 'date'
title = { vi = 'Hạn', en = 'Due' }
guide = { vi = 'Ngày nào?', en = 'Which day?' }
"""

TYPE = """
version = 2
type = 'visit'
title = { vi = 'Chuyến ghé', en = 'Visit' }
summary = { vi = 'Một chuyến ghé cửa hàng.', en = 'A visit to a shop.' }
profile = 'zapier'
source = 'S3:29'
stage_policy = 'fixed'
about = ['objective']
stage_values = ['goal']
tabs = ['tasks']

[map]
axis = 'down'
slots = 1
title = { vi = 'Bản đồ', en = 'Map' }
guide = { vi = 'Mỗi hàng một bước.', en = 'One step a row.' }
step = { vi = 'bước', en = 'step' }

[[map.fields]]
use = 'action'

[[map.fields]]
use = 'emotion'

[[map.stages]]
key = 'come'
title = { vi = 'Đến', en = 'Come' }
guide = { vi = 'Khách đến.', en = 'They come.' }
goal = { vi = 'Khách thấy được chào đón.', en = 'They feel welcome.' }
aliases = ['Ghé']

[[map.stages]]
key = 'leave'
title = { vi = 'Về', en = 'Leave' }
guide = { vi = 'Khách về.', en = 'They leave.' }
"""

EXAMPLE = """
type = 'visit'
title = 'Tiệm hoa'
language = 'vi'
about = { objective = 'Khách quay lại.' }

[[stage_values]]
stage = 'Ghé'
goal = 'Chào trong mười giây.'

[[records]]
stage = 'come'
action = ['Mở cửa', 'Ngắm hoa']
emotion = 'Bực mình'

[[records]]
tab = 'tasks'
task = 'Treo chuông cửa'
stage = 'Đến'
rating = 7
due = 2026-12-15
"""

EDITS = """
[[edits]]
kind = 'change'
example = 'flowers'
step = 1
field = 'emotion'
text = 'Thoả mãn'

[[edits]]
kind = 'move'
example = 'flowers'
step = 1
stage = 'Về'

[[edits]]
kind = 'rename-stage'
example = 'flowers'
stage = 'leave'
text = 'Ra về'

[[edits]]
kind = 'delete'
example = 'flowers'
tab = 'tasks'
step = 1
"""

FILES = {
    "_common.toml": COMMON,
    "tabs/tasks.toml": TAB,
    "visit.toml": TYPE,
    "examples/flowers.toml": EXAMPLE,
    "examples/_quarter.toml": EDITS,
}

Shelf = Callable[..., Catalog]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """A catalogue of one small type, with pieces of its files replaced: ``shelf("visit.toml", ("old", "new"))``."""

    def make(file: str = "visit.toml", *changes: tuple[str, str]) -> Catalog:
        for name, text in FILES.items():
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            for old, new in changes if name == file else ():
                assert old in text, f"{name} has no {old!r} to replace"
                text = text.replace(old, new, 1)  # noqa: PLW2901 - one change after the other
            path.write_text(text, encoding="utf-8")
        return Catalog(tmp_path)

    return make


def test_a_type_is_read_whole(shelf: Shelf) -> None:
    visit = shelf().load("visit")
    assert (visit.key, visit.version, visit.policy, visit.profile, visit.title) == ("visit", 2, "fixed", "zapier", Text("Chuyến ghé", "Visit"))
    assert [tab.key for tab in visit.tabs] == ["map", "tasks"]
    assert [(stage.key, stage.title.vi, stage.aliases) for stage in visit.stages] == [("come", "Đến", ("Ghé",)), ("leave", "Về", ())]
    assert visit.stages[0].goal == Text("Khách thấy được chào đón.", "They feel welcome.")
    assert visit.stages[1].goal is None
    assert (visit.main.axis, visit.main.slots) == ("down", 1)
    assert [field.key for field in (*visit.about, *visit.stage_fields)] == ["objective", "goal"]


def test_a_shared_field_comes_as_it_is(shelf: Shelf) -> None:
    action = shelf().load("visit").main.fields[0]
    assert (action.key, action.role, action.kind, action.required, action.source) == ("action", "action", "list", True, "S0:77")
    assert action.aliases == ("Hoạt động",)


def test_what_a_type_says_in_its_own_way_wins_and_the_usual_words_are_still_recognised(shelf: Shelf) -> None:
    said = "use = 'action'\ntitle = { vi = 'Việc khách làm', en = 'Doings' }\naliases = ['Cột mốc']\nrequired = false\nsource = 'S3:35'"
    action = shelf("visit.toml", ("use = 'action'", said)).load("visit").main.fields[0]
    assert (action.title.vi, action.required, action.source, action.role) == ("Việc khách làm", False, "S3:35", "action")
    assert action.aliases == ("Cột mốc", "Hoạt động", "Hành động", "Actions")


def test_a_type_may_bring_a_field_of_its_own(shelf: Shelf) -> None:
    own = (
        "key = 'weather'\nrole = 'environment'\nkind = 'text'\ntitle = { vi = 'Thời tiết', en = 'Weather' }\nguide = { vi = 'Nắng?', en = 'Sunny?' }"
    )
    assert [field.key for field in shelf("visit.toml", ("use = 'emotion'", own)).load("visit").main.fields] == ["action", "weather"]


def test_a_type_may_name_a_supporting_tab_in_its_own_way(shelf: Shelf) -> None:
    tasks = shelf("visit.toml", ("['tasks']", "[{ use = 'tasks', slots = 9, source = 'S3:44' }]")).load("visit").tabs[1]
    assert (tasks.key, tasks.slots, tasks.source, tasks.axis, len(tasks.fields)) == ("tasks", 9, "S3:44", "down", 4)


def test_choices_keep_their_scores(shelf: Shelf) -> None:
    emotion = shelf().load("visit").main.fields[1]
    assert [(choice.key, choice.score) for choice in emotion.choices] == [("annoyed", -2), ("fulfilled", 3)]


def test_an_open_type_may_have_no_stages_of_its_own(shelf: Shelf) -> None:
    catalog = shelf("visit.toml", ("'fixed'", "'open'"), (TYPE[TYPE.index("[[map.stages]]") :], ""))
    assert catalog.load("visit").stages == ()


def test_a_type_is_parsed_once(shelf: Shelf, tmp_path: Path) -> None:
    catalog = shelf()
    visit = catalog.load("visit")
    (tmp_path / "visit.toml").unlink()
    (tmp_path / "other.toml").touch()
    assert catalog.load("visit") is visit


def test_only_what_a_type_names_is_parsed(shelf: Shelf) -> None:
    broken = "\n[lanes.unused]\nthis is no TOML\n"
    assert shelf("_common.toml", ("\n[lanes.action]", f"{broken}\n[lanes.action]")).load("visit").key == "visit"


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(shelf: Shelf, tmp_path: Path) -> None:
    catalog = shelf()
    expected = catalog.load("visit")
    for name in ("_common.toml", "visit.toml"):
        text = (tmp_path / name).read_text("utf-8")
        (tmp_path / name).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert vars(Catalog(tmp_path).load("visit")) == vars(expected)


def test_keys_come_in_order_and_shared_files_are_no_types(shelf: Shelf, tmp_path: Path) -> None:
    catalog = shelf()
    (tmp_path / "arrival.toml").touch()
    assert catalog.keys() == ("arrival", "visit")
    assert catalog.examples() == ("flowers",)


@pytest.mark.parametrize(("key", "nearest"), [("vist", "did you mean “visit”?"), ("../visit", "did you mean “visit”?"), ("zzz", "use one of: visit")])
def test_an_unknown_type_names_the_nearest(shelf: Shelf, key: str, nearest: str) -> None:
    with pytest.raises(UsageError) as raised:
        shelf().load(key)
    assert nearest in raised.value.en
    assert f"“{key}”" in raised.value.vi


MISTAKES = {
    "bad TOML": ("title = { vi = 'Chuyến ghé'", "title = { vi = Chuyến ghé", "line 4, column 16: is not valid TOML: "),
    "a key of TOML twice": ("version = 2", "version = 2\nversion = 3", "line 3, column 12: is not valid TOML: Cannot overwrite a value"),
    "another name than the file": ("type = 'visit'", "type = 'visits'", "type: says 'visits', and the file is visit.toml; make both the same"),
    "no version": ("version = 2", "", "top: version is missing; add version = 1"),
    "version 0": ("version = 2", "version = 0", "version: must be a whole number from 1 up"),
    "version as text": ("version = 2", "version = '2'", "version: must be a whole number"),
    "version as truth": ("version = 2", "version = true", "version: must be a whole number"),
    "unknown key on top": ("profile =", "profil =", "profil: “profil” is no key; did you mean “profile”?"),
    "unknown key of the map": ("slots = 1", "slot = 1", "map.slot: “slot” is no key; did you mean “slots”?"),
    "unknown key of a lane": ("use = 'action'", "use = 'action'\nguid = 'x'", "map.fields[1].guid: “guid” is no key; did you mean “guide”?"),
    "unknown key of a stage": ("aliases = ['Ghé']", "alias = ['Ghé']", "map.stages[1].alias: “alias” is no key; did you mean “aliases”?"),
    "a language beyond two": ("en = 'Visit' }", "en = 'Visit', fr = 'Visite' }", "title.fr: “fr” is no key; use one of: en, vi"),
    "missing translation": ("vi = 'Đến', en = 'Come'", "vi = 'Đến'", "map.stages[1].title: the text in 'en' is missing; add en = '…'"),
    "empty translation": ("vi = 'Đến', en = 'Come'", "vi = ' ', en = 'Come'", "map.stages[1].title: the text in 'vi' is missing; add vi = '…'"),
    "one text for two": ("title = { vi = 'Đến', en = 'Come' }", "title = 'Đến'", "map.stages[1].title: must be a table, such as { key = … }"),
    "stage without title": (
        "title = { vi = 'Đến', en = 'Come' }", "", "map.stages[1]: title is missing; add title = { vi = '…', en = '…' }",
    ),
    "stage without key": ("key = 'come'\n", "", "map.stages[1]: key is missing; add key = '…'"),
    "stage twice": ("key = 'leave'", "key = 'come'", "map.stages[2]: the key 'come' is there twice; rename or remove one"),
    "two stages of one title": ("en = 'Leave'", "en = 'come'", "map.stages[2]: the heading 'come' also belongs to 'come'; give one of them"),
    "two stages of one alias": ("vi = 'Về'", "vi = 'GHÉ'", "map.stages[2]: the heading 'GHÉ' also belongs to 'come'"),
    "fixed without stages": (
        TYPE[TYPE.index("[[map.stages]]") :], "", "map: policy 'fixed' needs stages; add [[map.stages]], or set stage_policy = 'open'",
    ),
    "unknown policy": ("'fixed'", "'fixd'", "stage_policy: “fixd” is no stage policy; did you mean “fixed”?"),
    "unknown profile": ("'zapier'", "'zapir'", "profile: “zapir” is no profile; did you mean “zapier”?"),
    "unknown axis": ("axis = 'down'", "axis = 'dwn'", "map.axis: “dwn” is no axis; did you mean “down”?"),
    "no slots": ("slots = 1", "slots = 0", "map.slots: must be a whole number from 1 up"),
    "no map": (TYPE[TYPE.index("[map]") :], "", "top: the table [map] is missing; add it with its fields"),
    "map without fields": ("[[map.fields]]\nuse = 'action'\n\n[[map.fields]]\nuse = 'emotion'", "", "map: has no fields; add at least one"),
    "unknown use": ("use = 'action'", "use = 'acton'", "map.fields[1].use: “acton” is no shared field; did you mean “action”?"),
    "use of another section": ("about = ['objective']", "about = ['emotion']", "about[1].use: “emotion” is no shared field; use one of: objective"),
    "unknown tab": ("['tasks']", "['task']", "tabs[1].use: “task” is no supporting tab; did you mean “tasks”?"),
    "a tab elsewhere": ("['tasks']", "['../visit']", "tabs[1].use: “../visit” is no supporting tab; use one of: tasks"),
    "tab twice": ("['tasks']", "['tasks', 'tasks']", "tabs[2]: the tab 'tasks' is named twice; keep one"),
    "field twice": ("use = 'emotion'", "use = 'action'", "map.fields[2]: the key 'action' is there twice; rename or remove one"),
    "unknown role": ("use = 'action'", "use = 'action'\nrole = 'actoin'", "map.fields[1].role: “actoin” is no role; did you mean “action”?"),
    "unknown kind": ("use = 'action'", "use = 'action'\nkind = 'lst'", "map.fields[1].kind: “lst” is no kind; did you mean “list”?"),
    "underscore key": ("use = 'action'", "use = 'action'\nkey = '_id'", "map.fields[1]: the key '_id' is reserved; choose another name"),
    "reserved key": ("use = 'action'", "use = 'action'\nkey = 'stage'", "map.fields[1]: the key 'stage' is reserved; choose another name"),
    "key with spaces": ("use = 'action'", "use = 'action'\nkey = 'Việc làm'", "map.fields[1]: the key 'Việc làm' must be made of small letters"),
    "two fields of one heading": (
        "use = 'emotion'", "use = 'emotion'\naliases = ['HÀNH ĐỘNG']", "map.fields[2]: the heading 'HÀNH ĐỘNG' also belongs to 'action'",
    ),
    "the stage's own heading": (
        "use = 'emotion'", "use = 'emotion'\naliases = ['Giai đoạn']", "map.fields[2]: the heading 'Giai đoạn' also belongs to 'Stage'",
    ),
    "choices on a list": ("use = 'emotion'", "use = 'emotion'\nkind = 'list'", "map.fields[2]: has choices, and its kind is 'list'; set kind"),
    "choice without choices": ("use = 'action'", "use = 'action'\nkind = 'choice'", "map.fields[1]: is a choice without choices; add choices"),
    "bounds on text": ("use = 'action'", "use = 'action'\nminimum = 1", "map.fields[1].minimum: belongs to numbers, and the kind is 'list'"),
    "bounds the wrong way": (
        "use = 'action'", "use = 'action'\nkind = 'number'\nminimum = 9\nmaximum = 1", "map.fields[1]: minimum 9 is over maximum 1; swap them",
    ),
    "required as text": ("use = 'action'", "use = 'action'\nrequired = 'yes'", "map.fields[1].required: must be true or false"),
    "aliases as text": ("aliases = ['Ghé']", "aliases = 'Ghé'", "map.stages[1].aliases: must be a list of texts, such as"),
    "fields as text": ("about = ['objective']", "about = 'objective'", "about: must be a list"),
    "a title no tab can have": ("vi = 'Bản đồ', en = 'Map'", "vi = 'Bản đồ', en = 'Map/plan'", "map.title.en: 'Map/plan' can't name a tab; use at"),
    "a title too long for a tab": ("en = 'Map' }", f"en = '{'m' * 32}' }}", "map.title.en: 'mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm' can't name a tab"),
    "two tabs of one title": ("vi = 'Bản đồ', en = 'Map'", "vi = 'Bản đồ', en = 'Tasks'", "tasks: the heading 'Tasks' also belongs to 'map'"),
    "a tab named like one of ours": ("en = 'Map'", "en = 'Stages'", "map: the heading 'Stages' also belongs to 'Stages'"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_type_with_a_mistake_is_refused_with_file_place_and_fix(shelf: Shelf, old: str, new: str, message: str) -> None:
    with pytest.raises(TemplateError) as raised:
        shelf("visit.toml", (old, new)).load("visit")
    assert raised.value.en.startswith(f"visit.toml, {message}")
    assert raised.value.vi.startswith(f"visit.toml, {message.split(':', maxsplit=1)[0]}")
    assert raised.value.vi != raised.value.en


SHARED_MISTAKES = {
    "bad TOML, line counted from the top": ("_common.toml", "kind = 'list'", "kind = list", "line 17, column 8: is not valid TOML"),
    "a table twice": ("_common.toml", "[lanes.emotion]", "[lanes.action]", "line 24: each table stands here once"),
    "an unknown section": ("_common.toml", "[lanes.emotion]", "[lane.emotion]", "line 24: each table stands here once, under a header such as"),
    "a key outside of tables": ("_common.toml", "\n[about.objective]", "x = 1\n[about.objective]", "top: has a key outside of tables"),
    "unknown role": ("_common.toml", "role = 'action'", "role = 'actoin'", "lanes.action.role: “actoin” is no role; did you mean “action”?"),
    "unknown key": ("_common.toml", "required = true\nsource", "require = true\nsource", "lanes.action.require: “require” is no key; did you mean"),
    "choice without title": (
        "_common.toml", "title = { vi = 'Bực tức', en = 'Annoyed' }, ", "", "lanes.emotion.choices[1]: title is missing; add title",
    ),
    "two choices of one name": (
        "_common.toml", "en = 'Fulfilled'", "en = 'bực mình'", "lanes.emotion.choices[2]: the heading 'bực mình' also belongs to 'annoyed'",
    ),
    "bad TOML of a tab": ("tabs/tasks.toml", "slots = 2", "slots =", "line 5, column 8: is not valid TOML"),
    "unknown key of a tab": ("tabs/tasks.toml", "slots = 2", "slots = 2\naxis = 'down'", "axis: “axis” is no key"),
    "field of a tab twice": ("tabs/tasks.toml", "key = 'due'", "key = 'task'", "fields[4]: the key 'task' is there twice"),
    "headings of a tab twice": ("tabs/tasks.toml", "en = 'Due'", "en = 'Task'", "fields[4]: the heading 'Task' also belongs to 'task'"),
}  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "message"), SHARED_MISTAKES.values(), ids=SHARED_MISTAKES)
def test_a_mistake_in_a_shared_file_is_named_there(shelf: Shelf, file: str, old: str, new: str, message: str) -> None:
    with pytest.raises(TemplateError) as raised:
        shelf(file, (old, new)).load("visit")
    assert raised.value.en.startswith(f"{file}, {message}")


def test_a_template_that_is_not_utf8_is_refused(shelf: Shelf, tmp_path: Path) -> None:
    catalog = shelf()
    (tmp_path / "visit.toml").write_bytes("title = 'Chuyến ghé'".encode("utf-16"))
    with pytest.raises(TemplateError, match=r"visit\.toml, file: is not UTF-8; save it again as UTF-8"):
        catalog.load("visit")


def test_a_template_that_is_a_folder_is_refused(shelf: Shelf, tmp_path: Path) -> None:
    catalog = shelf()
    (tmp_path / "visit.toml").unlink()
    (tmp_path / "visit.toml").mkdir()
    with pytest.raises(TemplateError, match=r"visit\.toml, file: can't be read \(Is a directory\); check"):
        catalog.load("visit")


def test_a_folder_without_shared_fields_says_so_when_one_is_used(shelf: Shelf, tmp_path: Path) -> None:
    catalog = shelf()
    (tmp_path / "_common.toml").unlink()
    with pytest.raises(TemplateError, match=r"visit\.toml, map\.fields\[1\]\.use: “action” is no shared field"):
        catalog.load("visit")


def test_an_example_is_read_as_the_archive_keeps_texts(shelf: Shelf) -> None:
    assert shelf().example("flowers") == Example(
        name="flowers",
        type="visit",
        title="Tiệm hoa",
        language="vi",
        stages=(),
        about={"objective": "Khách quay lại."},
        stage_values={"come": {"goal": "Chào trong mười giây."}},
        records=(
            ExampleRecord("map", "come", {"action": "Mở cửa\nNgắm hoa", "emotion": "annoyed"}),
            ExampleRecord("tasks", None, {"task": "Treo chuông cửa", "stage": "come", "rating": "7", "due": "2026-12-15"}),
        ),
    )


def test_an_example_with_stages_of_its_own_names_them_by_title(shelf: Shelf, tmp_path: Path) -> None:
    catalog = shelf("visit.toml", ("'fixed'", "'open'"))
    own = EXAMPLE.replace("language = 'vi'", "language = 'vi'\nstages = ['Chợ sớm', 'Ghé']").replace("'come'", "'chợ sớm'").replace("'Đến'", "'Ghé'")
    (tmp_path / "examples" / "flowers.toml").write_text(own, encoding="utf-8")
    flowers = catalog.example("flowers")
    assert flowers.stages == ("Chợ sớm", "Ghé")
    assert (list(flowers.stage_values), flowers.records[0].stage, flowers.records[1].values["stage"]) == (["Ghé"], "Chợ sớm", "Ghé")


EXAMPLE_MISTAKES = {
    "unknown key": ("language = 'vi'", "lang = 'vi'", "lang: “lang” is no key; did you mean “language”?"),
    "unknown language": ("'vi'", "'fr'", "language: “fr” is no language; use one of: en, vi"),
    "stages that stay": ("language =", "stages = ['A']\nlanguage =", "stages: visit has stages of its own that stay"),
    "unknown stage": ("'come'", "'hello'", "records[1].stage: there is no stage 'hello'; use one of: come, leave"),
    "no stage": ("stage = 'come'\n", "", "records[1]: stage is missing; add stage = '…'"),
    "unknown tab": ("'tasks'", "'task'", "records[2].tab: “task” is no tab; did you mean “tasks”?"),
    "unknown field": ("action =", "actions =", "records[1].actions: “actions” is no key; did you mean “action”?"),
    "field of another tab": ("task = 'Treo", "action = 'Treo", "records[2].action: “action” is no key"),
    "unknown choice": ("'Bực mình'", "'Vui'", "records[1].emotion: “Vui” is no choice; use one of: annoyed, fulfilled"),
    "text for a number": ("rating = 7", "rating = '7'", "records[2].rating: takes a whole number within the field's bounds"),
    "number out of bounds": ("rating = 7", "rating = 11", "records[2].rating: takes a whole number within the field's bounds"),
    "time for a date": ("2026-12-15", "2026-12-15T08:00:00", "records[2].due: takes a date such as 2026-09-30"),
    "empty text": ("'Treo chuông cửa'", "' '", "records[2].task: takes a text in quotes"),
    "empty item": ("'Ngắm hoa'", "''", "records[1].action: takes a text, or a list such as ['…', '…']"),
    "empty record": (
        "action = ['Mở cửa', 'Ngắm hoa']\nemotion = 'Bực mình'",
        "",
        "records[1]: is empty; fill in a field, or remove it",
    ),
    "unknown about field": ("{ objective", "{ objectiv", "about.objectiv: “objectiv” is no key; did you mean “objective”?"),
    "unknown stage value": ("goal = 'Chào", "gaol = 'Chào", "stage_values[1].gaol: “gaol” is no key; did you mean “goal”?"),
}


@pytest.mark.parametrize(("old", "new", "message"), EXAMPLE_MISTAKES.values(), ids=EXAMPLE_MISTAKES)
def test_an_example_with_a_mistake_is_refused(shelf: Shelf, old: str, new: str, message: str) -> None:
    with pytest.raises(TemplateError) as raised:
        shelf("examples/flowers.toml", (old, new)).example("flowers")
    assert raised.value.en.startswith(f"examples/flowers.toml, {message}")


def test_an_unknown_example_names_the_nearest(shelf: Shelf) -> None:
    with pytest.raises(UsageError, match=r"“flower” is no example; did you mean “flowers”\?"):
        shelf().example("flower")


def test_edits_come_in_order_with_stages_and_choices_by_their_keys(shelf: Shelf) -> None:
    assert shelf().edits() == (
        Edit("change", "flowers", step=1, field="emotion", text="fulfilled"),
        Edit("move", "flowers", step=1, stage="leave"),
        Edit("rename-stage", "flowers", stage="leave", text="Ra về"),
        Edit("delete", "flowers", tab="tasks", step=1),
    )


EDIT_MISTAKES = {
    "unknown kind": ("'delete'", "'remove'", "edits[4].kind: “remove” is no kind of edit; did you mean “move”?"),
    "unknown example": ("'flowers'", "'flower'", "edits[1].example: “flower” is no example; did you mean “flowers”?"),
    "a step that is not there": ("step = 1", "step = 2", "edits[1].step: flowers has no step 2 there; count from 1 to 1"),
    "no step": ("step = 1\nfield", "field", "edits[1]: step is missing; add step = 1"),
    "unknown field": ("field = 'emotion'", "field = 'emotions'", "edits[1].field: “emotions” is no field; did you mean “emotion”?"),
    "no text": ("text = 'Thoả mãn'", "", "edits[1].text: takes one of the field's choices, in quotes"),
    "unknown stage": ("stage = 'Về'", "stage = 'Đi'", "edits[2].stage: there is no stage 'Đi'; use one of: come, leave"),
    "more than a move needs": ("stage = 'Về'", "stage = 'Về'\ntext = 'x'", "edits[2].text: “text” is no key"),
}


@pytest.mark.parametrize(("old", "new", "message"), EDIT_MISTAKES.values(), ids=EDIT_MISTAKES)
def test_an_edit_with_a_mistake_is_refused(shelf: Shelf, old: str, new: str, message: str) -> None:
    with pytest.raises(TemplateError) as raised:
        shelf("examples/_quarter.toml", (old, new)).edits()
    assert raised.value.en.startswith(f"examples/_quarter.toml, {message}")


def test_the_catalogue_that_comes_along_has_types_and_examples() -> None:
    catalog = builtin()
    assert {"customer-journey", "hourglass"} <= set(catalog.keys())
    assert {"gym", "shop"} <= set(catalog.examples())
