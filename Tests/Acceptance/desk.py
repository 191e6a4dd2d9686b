"""What officers do with a case's page: look at a section, fill in one of its forms, see what was added."""

import re

RECORD = re.compile(r"record-([0-9a-f-]{36})$")


def records(page):
    """The records that a section shows, in its order."""
    return [found[1] for element in page.everything() if (found := RECORD.match(element.get("id") or ""))]


def record(page, identifier):
    element = page.by_id(f"record-{identifier}")
    if element is None:
        raise AssertionError(f"no record {identifier} on {page.path}")
    return element


def look(stage, role, section=""):
    return stage.people.as_role(role).get(f"{stage.address}/{section}" if section else stage.address)


def act(stage, role, section, action, values, attach=None):
    """Fills in the form with this end of its address (`*…`) and sends it; returns the page that answers."""
    officer = stage.people.as_role(role)
    form = look(stage, role, section).form(action)
    form.fill(**values)
    for name, files in (attach or {}).items():
        form.attach(name, files)
    return officer.submit(form)


def add(stage, role, section, action, values):
    """The same for a form that adds a record; returns its id."""
    before = set(records(look(stage, role, section)))
    act(stage, role, section, action, values)
    new = [one for one in records(look(stage, role, section)) if one not in before]
    if len(new) != 1:
        raise AssertionError(f"{len(new)} records were added by {action}")
    return new[0]
