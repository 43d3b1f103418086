#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which files the tests of a suite need built: targets.py BUILD SUITE prints one a line, as ninja names them.

The build with the sanitizers runs the headless tests alone; the window and the benches need not be compiled for it once more.
"""
import json
import os
import subprocess
import sys


def introspect(build, what):
    return json.loads(subprocess.check_output(['meson', 'introspect', build, what]))


def main(build, suite):
    files = {target['id']: target['filename'] for target in introspect(build, '--targets')}
    needed = {id for test in introspect(build, '--tests') if any(s.split(':')[-1] == suite for s in test['suite']) for id in test['depends']}
    if not needed:
        sys.exit(f'no test of “{suite}” in {build}')
    print('\n'.join(sorted({os.path.relpath(file, os.path.abspath(build)) for id in needed for file in files[id]})))


main(*sys.argv[1:])
