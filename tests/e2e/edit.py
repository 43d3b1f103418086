#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Find a household by its head without marks, edit it, see it saved, undo it; then look at the disk with the other program."""
import desk


def story(d):
    home = d.ctl(0, 'list', 'household', '--limit', '1')['records'][0]
    head = d.field(0, home['fields']['head'], 'name')
    before = home['fields'].get('phone')
    d.open_window()
    d.go('Households')
    d.type('Search households', 'nguyen')
    d.wait('fewer households', lambda: any(text.endswith(' households found') for text in d.texts()))
    d.type('Search households', home['fields']['house_no'] + ' ' + head)
    d.wait_text('1 household found')
    d.choose(head)
    d.press('Edit the household')
    d.type('Telephone', '02809090909')
    d.close_dialog('Save')
    d.wait_text('02809090909')
    d.press('Undo')
    d.wait_text('02809090909', there=False)
    d.close()
    assert d.field(0, home['id'], 'phone') == before, d.field(0, home['id'], 'phone')
    history = [h for h in d.ctl(0, 'history', home['id'])['history'] if h.get('after') == '02809090909']
    assert history, 'the edit left no trace'


desk.play(40, story)
