"""What every script shares: reach the running LibreOffice, open a workbook, hand it to the script, store it.

These files run under LibreOffice's Python, which may be older than ours; they use nothing but it and ``uno``.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.sheet.CellFlags import DATETIME, FORMULA, STRING, VALUE

FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".ods": "calc8", ".pdf": "calc_pdf_Export"}
CONTENT = VALUE | DATETIME | STRING | FORMULA
"""What a cell holds, apart from its looks and notes."""


def act(change: Callable[..., dict[str, Any] | None]) -> None:
    """Run a script: arguments are the pipe, the file to open, the file to write, and the change's arguments as JSON.

    What ``change(document, **arguments)`` returns is printed as JSON.
    """
    pipe, source, target, arguments = sys.argv[1:]
    document = open_document(connect(pipe), Path(source))
    try:
        told = change(document, **json.loads(arguments))
        document.storeToURL(Path(target).as_uri(), properties(FilterName=FILTERS[Path(target).suffix]))
    finally:
        document.close(True)  # noqa: FBT003 - UNO knows no keywords
    print(json.dumps(told or {}))  # noqa: T201 - the answer


def connect(pipe: str) -> Any:
    """Return the desktop of the LibreOffice that listens on a pipe; wait for one that has just been started."""
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
    deadline = time.monotonic() + float(os.environ["OFFICE_START_SECONDS"])
    while True:
        try:
            remote = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return remote.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", remote)


def open_document(desktop: Any, path: Path) -> Any:
    """Open a workbook without a window."""
    document = desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, properties(Hidden=True))
    if document is None:
        raise SystemExit(f"LibreOffice can't open {path}")
    return document


def dispatch(document: Any, command: str, **arguments: object) -> None:
    """Do what a menu entry or key does in the window, such as ``.uno:EnterString``."""
    context = uno.getComponentContext()
    helper = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
    helper.executeDispatch(document.CurrentController.Frame, command, "", 0, properties(**arguments))


def properties(**values: object) -> tuple[Any, ...]:
    """Turn keywords into UNO's property values."""
    return tuple(PropertyValue(name, 0, value, 0) for name, value in values.items())


def sort(area: Any, *, field: int, descending: bool, header: bool) -> None:
    """Sort the rows of a range by one of its columns, counted from the range's left."""
    key = uno.createUnoStruct("com.sun.star.table.TableSortField")
    key.Field = field
    key.IsAscending = not descending
    fields = uno.Any("[]com.sun.star.table.TableSortField", (key,))
    area.sort(properties(SortFields=fields, ContainsHeader=header, IsSortColumns=False))
