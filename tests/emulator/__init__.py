"""A local Google: Sheets v4, Drive v3 and the token endpoint over HTTP on loopback, with its state in memory.

It answers as Google's documents and recordings say Google answers, knows nothing of sheetsync, and can be driven by any client:
``python -m tests.emulator --port 0`` prints one line of JSON with its address.

    server.py      ``Emulator``: HTTP on loopback, and what a test holds in its hands
    gate.py        the way of a call: checks in Google's order, handler, answer; the log
    discovery.py   what the discovery documents say: methods and their paths, parameters, bodies, scopes
    binding.py     query values and bodies read as the documents say, or refused in the words of Google's JSON reader
    masks.py       ``fields``: parsed, checked, asked, applied
    wire.py        how requests, answers and errors look on the wire
    tokens.py      accounts' keys and everybody's tokens, by the world's clock
    oauth.py       token endpoint, consent page, workload identity, impersonation
    access.py      which files a call can see: the account's, narrowed by the token's scopes
    faults.py      what a test switches on: quotas, latency, failures, other people's acts
    failures.py    the failures, in Google's words
    errors.py      ``ApiError``: how Google says no
    calls.py       ``Call``, ``Reply`` and ``Handler``: what gate and handlers say to each other
    world.py       accounts, files, permissions, comment threads, changes
    sheets/        the Sheets methods and the spreadsheet they work on
    drive/         the Drive methods
"""
