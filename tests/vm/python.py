# SPDX-License-Identifier: GPL-2.0-or-later
"""Python for a guest: the interpreter and what a test suite imports.

An emulated CPU would need half a minute to compile the library, so it is
compiled here, by that interpreter, into files that hold no date and are taken
as they are.
"""

import pathlib
import subprocess

from case import TOP
from guest import Missing, libraries

INTERPRETER = pathlib.Path("/usr/bin/python3")
# SUITE FOLDER MODULE...: imports the modules of the suite, and prints the file
# of every module that is there then, and what it was compiled to.
ASK = """
import importlib, os, py_compile, sys
suite, folder, *names = sys.argv[1:]
sys.path.insert(0, suite)
for name in names + ["encodings.ascii", "encodings.idna", "encodings.latin_1"]:
    importlib.import_module(name)
mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
for number, module in enumerate(list(sys.modules.values())):
    source = getattr(module, "__file__", None)
    if not source or os.path.dirname(source) == suite:
        continue
    made = source
    if source.endswith(".py"):
        made = os.path.join(folder, str(number))
        py_compile.compile(source, made, doraise=True, invalidation_mode=mode)
    print(source, made, sep="\\t")
"""


def imported(suite, folder, names):
    """(file of a module, compiled file or the same), of the library."""
    done = subprocess.run(
        [INTERPRETER, "-B", "-c", ASK, suite, folder, *names],
        capture_output=True, text=True, check=False)
    if done.returncode:
        raise Missing(f"{INTERPRETER}: {done.stderr.strip()[-200:]}")
    return [line.split("\t") for line in done.stdout.splitlines()]


def add_python(archive, suite, folder):
    """The suite, a folder of this tree, at its place below /test/top, and all
    it needs.  The compiled files are kept in `folder`."""
    if not INTERPRETER.exists():
        raise Missing(f"there is no {INTERPRETER}")
    folder.mkdir(exist_ok=True)
    own = sorted((TOP / suite).glob("*.py"))
    files = imported(TOP / suite, folder, [path.stem for path in own])
    archive.copy(str(INTERPRETER))
    for program in [INTERPRETER, *(file for file, _ in files
                                   if file.endswith(".so"))]:
        for library in libraries(program):
            archive.copy(library)
    for file, made in files:
        archive.copy(made, file if file == made else f"{file}c")
    for path in own:
        archive.copy(path, f"/test/top/{path.relative_to(TOP)}")
