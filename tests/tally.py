#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the cases of one run of `meson test` from its JSON log.

tally.py LOG.json TITLE prints what failed and what was skipped and why, and as its last line "passed failed skipped".
Meson counts programs; a program of ours holds many cases, so its TAP lines are read.
"""
import json
import re
import sys

CASE = re.compile(r'^(not )?ok\b\s*\d*\s*-?\s*([^#]*)(?:#\s*(SKIP|TODO)\S*\s*(.*))?$', re.I)
PLAN_SKIP = re.compile(r'^1\.\.0\s*#\s*SKIP\S*\s*(.*)$', re.I)


def cases(test):
    """Yields (name, 'passed' | 'failed' | 'skipped', reason) for one test program."""
    seen = failed = False
    for line in (test.get('stdout') or '').splitlines():
        if (plan := PLAN_SKIP.match(line)):
            seen = True
            yield test['name'], 'skipped', plan[1]
        elif (case := CASE.match(line)):
            seen = True
            bad, name, directive, reason = case.groups()
            name = f"{test['name']}: {name.strip()}"
            if directive:
                yield name, 'skipped', f'{directive}: {reason}'
            else:
                failed |= bool(bad)
                yield name, 'failed' if bad else 'passed', ''
    result = test['result']
    if result in ('OK', 'EXPECTEDFAIL') and not seen:
        yield test['name'], 'passed', ''
    elif result == 'SKIP' and not seen:
        yield test['name'], 'skipped', (test.get('stdout') or test.get('stderr') or 'the test gave no reason').strip()[:200]
    elif result not in ('OK', 'EXPECTEDFAIL', 'SKIP') and not failed:
        yield test['name'], 'failed', f'{result}, exit status {test.get("returncode")}'


def main(log, title):
    count = {'passed': 0, 'failed': 0, 'skipped': 0}
    with open(log, encoding='utf-8', errors='replace') as lines:
        for test in map(json.loads, lines):
            had_failure = False
            for name, outcome, reason in cases(test):
                count[outcome] += 1
                had_failure |= outcome == 'failed'
                if outcome != 'passed':
                    print(f'  {outcome}: {title} {name}' + (f': {reason}' if reason else ''))
            if had_failure:
                output = ((test.get('stdout') or '') + (test.get('stderr') or '')).splitlines()
                print('\n'.join('    | ' + line for line in output[-60:]))
    print(count['passed'], count['failed'], count['skipped'])


main(*sys.argv[1:])
