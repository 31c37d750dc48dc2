"""Colours are said twice: as the old field (``backgroundColor``) and as its style (``backgroundColorStyle``), which wins."""

from typing import Any

from tests.emulator.masks import Mask
from tests.emulator.sheets.book import Json


def with_styles(value: Any) -> Any:
    """A message with each of its colours said both ways."""
    if isinstance(value, list):
        return [with_styles(one) for one in value]
    if not isinstance(value, dict):
        return value
    found = {name: with_styles(one) for name, one in value.items()}
    for name in list(found):
        plain, style = name.removesuffix("Style"), f"{name}Style"
        if _is_color(name) and style not in found and isinstance(found[name], dict):
            found[style] = {"rgbColor": found[name]}
        elif name.endswith("Style") and _is_color(plain) and isinstance(found[name], dict) and "rgbColor" in found[name]:
            found[plain] = found[name]["rgbColor"]
    return found


def updated(mask: Mask, old: Json, new: Json) -> Json:
    """``old`` with the wanted fields of ``new``; who sets a colour in one way sets it in both."""
    found: Json = with_styles(mask.updated(_without_twins(old, mask), new))
    return found


def _without_twins(old: Json, mask: Mask) -> Json:
    found: Json = {}
    for name, value in old.items():
        twin = name.removesuffix("Style") if name.endswith("Style") else f"{name}Style"
        inner = mask.children.get(name)
        if inner is None and twin in mask.children:
            continue
        found[name] = _without_twins(value, inner) if inner is not None and isinstance(value, dict) else value
    return found


def _is_color(name: str) -> bool:
    return name == "color" or (name.endswith("Color") and name not in {"rgbColor", "themeColor"})
