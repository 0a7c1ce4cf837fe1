# SPDX-License-Identifier: GPL-2.0-or-later
"""Times that a machine printed, one line for each round of each row:

    WORD ROW COLUMN=NUMBER...

as one number each, and as a table of ratios to the first row."""

import re
import statistics


def of_rounds(printed, word, warm=0, pick=statistics.median):
    """{row: {column: number}}; the first `warm` rounds are left out."""
    rows = {}
    for line in re.findall(rf"^{word} (.+=\d+)$", printed, re.MULTILINE):
        row, *cells = line.split()
        rows.setdefault(row, []).append(
            {name: int(number) for name, _, number in
             (cell.partition("=") for cell in cells)})
    return {row: {name: pick([each[name] for each in rounds[warm:]])
                  for name in rounds[0]} for row, rounds in rows.items()}


def table(times):
    """How many times as fast as the first row each is."""
    first, *_ = times
    base = times[first]
    print(f"{f'speed, 1.00 is {first}':36}"
          + "".join(f"{name:>11}" for name in base))
    for row, took in times.items():
        print(f"{row:36}" + "".join(f"{base[name] / max(took[name], 1):>11.2f}"
                                    for name in base))
