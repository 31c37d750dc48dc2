"""When the words of a command are off: said in both languages, with the nearest right word."""

from collections.abc import Iterable

import click

from sheetsync.errors import UsageError
from sheetsync.model.words import Text


class Commands(click.Group):
    """A group of commands that names the nearest one when it does not know a word."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        name, known = args[0], self.list_commands(ctx)
        if name not in known and not name.startswith("-"):
            hint = nearest(name, known)
            see = _see(ctx)
            raise UsageError(en=f"There is no command “{name}”.{hint.en}{see.en}", vi=f"Không có lệnh “{name}”.{hint.vi}{see.vi}")
        return super().resolve_command(ctx, args)


class OneOf(click.Choice):  # type: ignore[type-arg]  # older releases of click know no type argument here
    """One of a few words."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        known = [str(choice) for choice in self.choices]
        if value in known:
            return value
        listed, hint, name = ", ".join(known), nearest(value, known), _name(param, ctx)
        raise UsageError(en=f"{name} takes {listed}, not “{value}”.{hint.en}", vi=f"{name} chỉ nhận {listed}, không phải “{value}”.{hint.vi}")


def explained(error: click.UsageError) -> UsageError:
    """What click has to say about the words of a command, in ours."""
    see = _see(error.ctx)
    match error:
        case click.NoSuchOption():
            hint = nearest(error.option_name, _options(error.ctx))
            en, vi = f"There is no option {error.option_name}.{hint.en}", f"Không có tùy chọn {error.option_name}.{hint.vi}"
        case click.MissingParameter():
            name = _name(error.param, error.ctx)
            en, vi = f"{name} is missing.", f"Thiếu {name}."
        case click.BadOptionUsage():
            en, vi = f"{error.option_name} needs a value.", f"{error.option_name} cần một giá trị."
        case _:
            said = error.format_message().rstrip(".")
            en, vi = f"{said}.", f"Lệnh viết chưa đúng ({said})."
    return UsageError(en=en + see.en, vi=vi + see.vi)


def nearest(word: str, known: Iterable[str]) -> Text:
    """The known word that is most like ``word``, as a question; nothing where none is."""
    from difflib import get_close_matches  # noqa: PLC0415 - slow to import, and needed only when something is wrong

    near = get_close_matches(word, list(known), n=1, cutoff=0.5)
    return Text(f" Có phải bạn muốn “{near[0]}”?", f" Did you mean “{near[0]}”?") if near else Text("", "")


def _see(ctx: click.Context | None) -> Text:
    command = ctx.command_path if ctx else "sheetsync"
    return Text(f" Xem `{command} --help`.", f" See `{command} --help`.")


def _options(ctx: click.Context | None) -> list[str]:
    return [name for param in ctx.command.get_params(ctx) for name in param.opts] if ctx else []


def _name(param: click.Parameter | None, ctx: click.Context | None) -> str:
    """What a person calls a parameter: ``--format``, or ``TITLE``."""
    if param is None:
        return "?"
    return max(param.opts, key=len) if isinstance(param, click.Option) else param.make_metavar(ctx).strip("[]")  # type: ignore[arg-type]
