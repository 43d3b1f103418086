# SPDX-License-Identifier: GPL-3.0-or-later
"""A practice district with two laptops, and the real window of the first one driven as a screen reader would. Every wait has a limit."""
import json, os, shutil, subprocess, sys, tempfile, time
import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib

LIMIT = 30


class Desk:
    def __init__(self, households):
        self.ctl_program, self.window_program = os.environ['TN_CTL'], os.environ['TN_WINDOW']
        self.dir = tempfile.mkdtemp(prefix='tn-e2e-')
        self.practice = os.path.join(self.dir, 'practice')
        self.laptops = [os.path.join(self.practice, 'laptop-%d.tungnha' % (i + 1)) for i in range(2)]
        self.window = None
        self.run('practice', self.practice, '--households', str(households))

    def run(self, *args):
        # Without the bus of the window: tungnha-ctl keeps its keys in files then, and no key ring asks anybody.
        env = dict(os.environ, DBUS_SESSION_BUS_ADDRESS='unix:path=/nonexistent/tungnha-test')
        done = subprocess.run([self.ctl_program, '--json', *args], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=LIMIT * 2)
        if done.returncode != 0:
            raise AssertionError('tungnha-ctl %s: %s %s' % (args, done.stdout.decode(), done.stderr.decode()))
        return json.loads(done.stdout)

    def ctl(self, laptop, *args):
        return self.run('--copy', self.laptops[laptop], *args)

    def field(self, laptop, record, key):
        return self.ctl(laptop, 'show', record)['record']['fields'].get(key)

    def open_window(self):
        # Before the program starts: one that registers while nobody listens is never seen (GTK 4.8).
        Atspi.init()
        Atspi.get_desktop(0).get_child_count()
        self.window = subprocess.Popen([self.window_program, '--copy', self.laptops[0]])
        self.root = self.wait('the window', self._find_window)

    def go(self, page):
        """Goes to a page of the sidebar."""
        def select():
            row = self.find(page, Atspi.Role.LIST_ITEM)
            return row and row.get_parent().get_selection_iface().select_child(row.get_index_in_parent())
        self.wait('the page “%s”' % page, select)

    def _find_window(self):
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            app = desktop.get_child_at_index(i)
            if app and app.get_process_id() == self.window.pid and app.get_child_count():
                return app

    def close(self):
        """Kills the window: what it called saved must be there."""
        if self.window:
            self.window.kill()
            self.window.wait()
        self.window = None

    def clean(self):
        self.close()
        self.run('practice', self.practice, '--stop')
        shutil.rmtree(self.dir, ignore_errors=True)

    def wait(self, what, condition):
        end = time.monotonic() + LIMIT
        while time.monotonic() < end:
            try:
                found = condition()
                if found:
                    return found
            except GLib.Error:
                pass   # the widget went while it was looked at
            while GLib.MainContext.default().iteration(False):
                pass
            time.sleep(0.02)
        raise AssertionError('waited in vain for ' + what)

    def walk(self, at=None):
        at = at or self.root
        yield at
        for i in range(min(at.get_child_count(), 40)):
            child = at.get_child_at_index(i)
            if child:
                yield from self.walk(child)

    def find(self, name, role=None, at=None):
        for one in self.walk(at):
            if role in (None, one.get_role()) and (one.get_name() == name or one.get_name().endswith(' ' + name)):
                return one

    def get(self, name, role=None):
        return self.wait('“%s”' % name, lambda: self.find(name, role))

    def get_button(self, name):
        # By the role's number: its name has changed between Debian 12 and 13.
        return self.get(name, Atspi.Role.PUSH_BUTTON)

    def texts(self):
        return [one.get_name() for one in self.walk() if one.get_role() == Atspi.Role.LABEL]

    def wait_text(self, text, there=True):
        self.wait('“%s” %s' % (text, 'shown' if there else 'gone'), lambda: (text in self.texts()) == there)

    def press(self, name):
        self.wait('“%s” pressed' % name, lambda: self.get_button(name).get_action_iface().do_action(0))

    def type(self, name, text):
        def put():
            for named in [one for one in self.walk() if one.get_name() == name]:
                for one in self.walk(named):
                    edit = one.get_editable_text_iface()
                    if edit:
                        return edit.set_text_contents(text)
        self.wait('“%s” typed into' % name, put)

    def row(self, text):
        """The line of a list that says this."""
        for one in self.walk():
            if one.get_role() == Atspi.Role.TABLE_ROW and any(part.get_name() == text for part in self.walk(one)):
                return one

    def choose(self, text):
        def select():
            row = self.row(text)
            return row and row.get_parent().get_selection_iface().select_child(row.get_index_in_parent())
        self.wait('the line “%s” chosen' % text, select)


    def close_dialog(self, button):
        """Presses a button that ends a dialog, and looks at nothing inside it until it has gone: GTK 4.8 falls over such a look."""
        windows = self.root.get_child_count()
        self.press(button)
        self.wait('the dialog gone', lambda: self.root.get_child_count() < windows)


def play(households, story):
    desk = Desk(households)
    try:
        story(desk)
    except Exception:
        if desk.window and desk.window.poll() is not None:
            print('The window ended with %d' % desk.window.returncode, file=sys.stderr)
        elif desk.window:
            print('Labels at the end: %s' % desk.texts(), file=sys.stderr)
        raise
    finally:
        desk.clean()
