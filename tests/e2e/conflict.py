#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two laptops change one telephone; the window meets the other's at the district, shows both, one is kept, and the other laptop receives it."""
import desk


def story(d):
    home = d.ctl(0, 'list', 'household', '--limit', '1')['records'][0]
    d.ctl(0, 'set', home['id'], 'phone=02801111111')
    d.ctl(1, 'set', home['id'], 'phone=02802222222')
    d.ctl(1, 'sync')
    head = d.field(1, home['fields']['head'], 'name')
    d.open_window()
    d.go('Households')
    d.type('Search households', home['fields']['house_no'] + ' ' + head)
    d.wait_text('1 household found')
    d.choose(head)
    d.wait_text('What stands now')
    d.go('Conflicts')
    d.get_button('Keep “02802222222”')
    d.press('Keep “02801111111”')
    d.wait_text('What stands now', there=False)
    d.get('Connected to the district. Everything that was typed here has been received.')
    d.ctl(1, 'sync')
    assert d.field(1, home['id'], 'phone') == '02801111111'
    assert d.ctl(1, 'conflicts')['conflicts'] == []


desk.play(40, story)
