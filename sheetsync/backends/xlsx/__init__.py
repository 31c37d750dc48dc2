"""Workbooks as ``.xlsx`` files: the only place that knows the file format.

``container`` reads and rebuilds the zip archive, ``package`` finds the parts in it, ``reader`` turns them into grids, ``patch`` changes single
cells and leaves every other byte alone, ``create`` makes new workbooks, ``notes`` tells our notes on cells from those of people, ``post`` writes
ours, ``files`` names and stores workbooks, and ``backend`` joins all of it.
"""
