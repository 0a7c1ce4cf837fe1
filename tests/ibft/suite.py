# SPDX-License-Identifier: GPL-2.0-or-later
"""Tests of build/ibft: a line for each, PASS or FAIL, its name and why.

    suite.py [NAME...]      only these tests
    suite.py --write        write the expected texts anew, to be read with
                            git diff before they are kept
"""

import sys
import traceback

import bad
import descriptions
import samples
import usage
from tool import PROGRAMS, Failed

TESTS = [test for module in (samples, bad, descriptions, usage)
         for test in module.TESTS]


def play(name, test, program):
    """One line; True when it passed."""
    try:
        count = test(program)
    except Failed as error:
        print(f"FAIL ibft/{name}: {error}", flush=True)
        return False
    except Exception:
        traceback.print_exc()
        print(f"FAIL ibft/{name}: the test broke", flush=True)
        return False
    print(f"PASS ibft/{name} ({count})", flush=True)
    return True


def main():
    names = sys.argv[1:]
    if not PROGRAMS:
        sys.exit("FAIL ibft: build/ibft has not been built; run 'make' first")
    if names == ["--write"]:
        samples.write(PROGRAMS[0])
        return
    passed = True
    for program in PROGRAMS:
        for test in TESTS:
            name = test.__name__.replace("_", " ")
            if program.parent.name == "host":
                name += ", with sanitizers"
            if not names or test.__name__ in names:
                passed &= play(name, test, program)
    sys.exit(not passed)


if __name__ == "__main__":
    main()
