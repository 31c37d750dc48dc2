"""The parts of a workbook that sheetsync puts there to find its way: keys, reserved tabs and their words.

One mechanism that survives Excel, LibreOffice, Google, export, import and copy: keys are cell values, hidden.
"""

from sheetsync.model.words import Text

FORMAT = 1
"""Version of the anatomy; a workbook with a higher one is refused."""

ID = "_id"
"""Key of the hidden column (row in an *across* tab) that holds record ids; on the *Stages* tab it holds stage keys."""
STAGE = "_stage"
"""Key of the hidden column (row) that holds stage keys."""
LABEL = "stage"
"""Key of the visible column (row) in which people see and choose the stage."""
KEY, VALUE = "_key", "_value"
"""Keys of *About this map*: the hidden column of field keys, and the column people fill."""
TITLE, ORDER = "title", "order"
"""Keys that every *Stages* tab has; ``title`` is also the first field of *About this map*."""
FINGERPRINT, SKIP = "_fingerprint", "skip"
"""Keys of the *To complete* tab: the hidden column of fingerprints, and "skip, because …"."""
GUIDE = "_guide"
"""Key of the *how to* tab."""

IGNORE = "_ignore"
"""In an adopted tab: begins what stands for an id beside a line that is no step, and stands for a key beside a heading that is none of ours."""

META_TAB = "_sheetsync"
"""Hidden tab: names in column A, values in B: ``map``, ``type``, ``type_version``, ``language``, ``format``.

Then one row ``stage``, key, title for every title a stage ever had. Where people's own tab was adopted as the map: a row ``tab``, key, its title,
and one row ``heading``, tab, field key, text for each of its headings, in their order. Where the map was copied out of another sheet: ``from``, its
address."""
CURVE_TAB = "_curve"
"""Hidden tab with one number per stage: the emotion curve's source."""

ABOUT_TAB = Text("Về bản đồ này", "About this map")
STAGES_TAB = Text("Giai đoạn", "Stages")
TO_COMPLETE_TAB = Text("Cần bổ sung", "To complete")
HOW_TO_TAB = Text("Cách điền", "How to fill in")
STAGE_HEADING = Text("Giai đoạn", "Stage")
TITLE_HEADING = Text("Tên bản đồ", "Map title")
STAGE_TITLE_HEADING = Text("Tên giai đoạn", "Stage title")
ORDER_HEADING = Text("Thứ tự", "Order")
