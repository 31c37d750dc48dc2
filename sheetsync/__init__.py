"""sheetsync: provisions, lints, archives and compares customer journey maps kept in shared spreadsheets.

The project's words:

map type   what a template file in ``sheet_templates/`` describes: tabs, stages, fields, guidance
workbook   one spreadsheet somewhere (an ``.xlsx`` file); holds one map
tab        one sheet of a workbook: the map itself, or a supporting list
grid       the raw values of a tab, no meaning yet
map        what the grids mean: content only, no rows, columns or colours
stage      a phase of the journey (or a time frame, or physical evidence: the map type says)
step       one record of a stage: a row in a *down* tab, a column in an *across* tab
item       one line of a list field
field      one kind of content, with a role that rules understand
field ref  lasting address: tab, stage, step, field; what is absent means the whole
cell ref   where that text sits today
finding    one thing a rule found, with severity, field ref, message and source
version    one archived state of one map; immutable
snapshot   a named, immutable set of versions: a quarter
revision   a backend's mark for "the state I read"
base       the version a sheet was last in step with
"""

__version__ = "0.1.0"
