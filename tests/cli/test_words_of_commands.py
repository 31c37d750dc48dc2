"""What people read before and beside the work: help, and refusals that name the right word."""

import click
import pytest

from sheetsync.cli.main import COMMANDS, cli
from sheetsync.cli.session import spoken_language
from tests.cli.desk import Desk, says_what_next

VERBS = [[name] for name in COMMANDS] + [["archive", "check"], ["archive", "stats"]]
WIDEST = 100


def command(words: list[str]) -> click.Command:
    found: click.Command = cli
    for word in words:
        assert isinstance(found, click.Group)
        inner = found.get_command(click.Context(found), word)
        assert inner is not None
        found = inner
    return found


@pytest.mark.parametrize("words", [[], *VERBS], ids=lambda words: " ".join(words) or "sheetsync")
@pytest.mark.parametrize("columns", ["60", "80", "200"])
def test_help_fits_the_page(words: list[str], columns: str, folder: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    said = folder.done(*words, "--help")
    assert said.startswith(f"Usage: {' '.join(['sheetsync', *words])} ")
    assert max(map(len, said.splitlines())) <= WIDEST
    assert "..." not in said.replace("]...", "").replace("[ARGS]", "")


@pytest.mark.parametrize("words", VERBS, ids=" ".join)
def test_help_explains_every_option_and_argument(words: list[str], folder: Desk) -> None:
    verb = command(words)
    said = folder.done(*words, "-h")
    for param in verb.params:
        if isinstance(param, click.Option):
            assert param.help, param.name
            assert max(param.opts, key=len) in said
        else:
            name = param.make_metavar(click.Context(verb)).strip("[].")
            explained = said.count(name.partition("[")[0]) > 1 or "Example" in said
            assert explained, f"{name} stands in the usage line only"


def test_every_verb_is_listed_with_what_it_does(folder: Desk) -> None:
    said = folder.done("--help")
    for name, (_, summary) in COMMANDS.items():
        assert f"  {name} " in said
        assert summary.split()[0] in said


def test_no_words_at_all_show_the_help(folder: Desk) -> None:
    told = folder()
    assert told.status == 2
    assert "Usage: sheetsync" in told.err + told.out


def test_version(folder: Desk) -> None:
    assert folder.done("--version").startswith("sheetsync 0.")


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("lnt", "lint"),
        ("snapshto", "snapshot"),
        ("archive chekck", "check"),
        ("lint --fial-on error", "--fail-on"),
        ("sync --dryrun", "--dry-run"),
        ("lint --fail-on errer", "error"),
        ("types --format jsn", "json"),
        ("sync --prefer sheets", "sheet"),
        ("lint --profile zapeir", "zapier"),
        ("rules question-no-touchpont", "question-no-touchpoint"),
        ("types lifecycel", "lifecycle"),
        ("new customer-jurney Gym", "customer-journey"),
    ],
)
def test_a_wrong_word_is_answered_with_the_nearest_right_one(words: str, right: str, desk: Desk) -> None:
    before = desk.disk()
    for message in desk.both(*words.split()):
        assert right in message
    assert desk.disk() == before


@pytest.mark.parametrize("words", [["frobnicate"], ["archive", "xxxxx"]], ids=" ".join)
def test_a_word_like_no_other_is_answered_with_where_to_look(words: list[str], folder: Desk) -> None:
    assert folder.refused(*words).endswith(f"See `{' '.join(['sheetsync', *words[:-1]])} --help`.")


@pytest.mark.parametrize(
    ("words", "vi", "en"),
    [
        (["new"], "Thiếu TYPE. Xem `sheetsync new --help`.", "TYPE is missing. See `sheetsync new --help`."),
        (["new", "lifecycle"], "Thiếu TITLE.", "TITLE is missing."),
        (["log"], "Thiếu REF.", "REF is missing."),
        (["log", "a", "b"], "Lệnh viết chưa đúng", "Got unexpected extra argument (b)."),
        (["rules", "--format"], "--format cần một giá trị.", "--format needs a value."),
    ],
    ids=["no type", "no title", "no ref", "a word too many", "no value"],
)
def test_missing_and_extra_words(words: list[str], vi: str, en: str, folder: Desk) -> None:
    if words[-1] == "--format":
        said = (folder.refused("rules", "--language", "vi", "--format"), folder.refused("rules", "--language", "en", "--format"))
        assert says_what_next(*said)
    else:
        said = folder.both(*words)
    assert said[0].startswith(vi)
    assert said[1].startswith(en)


def test_a_wrong_language_does_not_change_the_language_of_messages(desk: Desk) -> None:
    assert desk.refused("types", "--language", "fr") == "--language chỉ nhận vi, en, không phải “fr”."


def test_the_language_of_messages_comes_from_the_words_then_from_the_workspace(desk: Desk) -> None:
    assert spoken_language(["lint", "--language", "en"]) == "en"
    assert spoken_language(["lint", "--language=en"]) == "en"
    assert spoken_language(["lint", "--language"]) == "vi"
    assert desk.refused("lint", "x").startswith("Không có")


def test_debug_may_stand_anywhere_and_shows_where_an_error_comes_from(folder: Desk) -> None:
    for words in (["--debug", "lint", "nope.xlsx"], ["lint", "nope.xlsx", "--debug"]):
        told = folder(*words)
        assert (told.status, told.out) == (2, "")
        assert told.err.startswith("Traceback")
        assert told.err.splitlines()[-1].startswith("sheetsync: No map or file is called “nope.xlsx”.")
    assert "--debug.xlsx" in folder.refused("lint", "--", "--debug.xlsx")
