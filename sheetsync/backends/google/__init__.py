"""Google Sheets as a place for maps.

    backend.py       the ``Backend`` of a Drive folder
    folder.py        what stands in the folder, and what is news in it
    address.py       links and ids
    values.py        values of cells, and how long they may be
    layout*.py       a workbook's design → one ``batchUpdate``
    reader.py        an answer of ``spreadsheets.get`` → grids, threads, revision
    edits.py         edits → requests
    repair.py        whether a write hit the cells it meant, and what to put back

    client.py        the calls we make, in our words
    transport.py     one call on the wire: sent, repeated where that is safe, read, refused
    refusals.py      what Google says no with → our errors
    quota.py         how many calls Google grants
    credentials.py   key files and stored sign-ins → accounts
    login.py         the consent page, and the sign-in it gives
    examine.py       what `sheetsync doctor` looks at

Google's libraries take a second to import: only a workspace on Google does it, and only when Google is asked for something.
"""
