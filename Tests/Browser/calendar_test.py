"""The calendar of UN events: entered, changed by two at a time, taken over from a file, offered to the public."""

import datetime
import re
import time

from house import PEOPLE, eventually
from walk import STAFF, Walk, expect, sign_in

FILE = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//x//y//EN\r
BEGIN:VEVENT\r
UID:{uid}\r
SUMMARY:{title}\r
LOCATION:New York\r
DTSTART;TZID=America/New_York:20270309T100000\r
DTEND;TZID=America/New_York:20270319T180000\r
END:VEVENT\r
END:VCALENDAR\r
"""


def enter_event(visitor, title, listed=True):
    """Enters an event that is held today, and returns its address."""
    page = visitor.page
    today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
    page.goto("/desk/calendar/new")
    page.fill("[name=title]", title)
    page.select_option("[name=entity]", "HRC")
    page.check("[name=format][value=HYBRID]")
    page.fill("[name=place]", "Geneva, Palais des Nations")
    page.fill("[name=starts]", today)
    page.fill("[name=safety_plan]", "The desk stands at door XIV.\nNo photographs in the corridor.")
    if listed:
        page.check("[name=listed]")
    page.click("main form button[type=submit]")
    expect(page.locator("h1")).to_have_text(title)
    return page.url.split(STAFF)[1]


class Calendar(Walk):
    def test_an_event_from_its_entry_to_the_public_form(self):
        visitor = self.visitor(door=STAFF)
        page = visitor.page
        sign_in(visitor, PEOPLE["officer"], "/desk/calendar")
        self.look(visitor, "calendar")
        page.goto("/desk/calendar/new")
        page.click("main form button[type=submit]")
        expect(page.locator("#error-title")).to_be_visible()
        self.look(visitor, "calendar-new-errors")
        title = f"Session {time.time_ns():x}"
        address = enter_event(visitor, title)
        self.look(visitor, "calendar-event")
        self.assert_two_at_a_time(visitor, address)
        public = self.visitor()

        def offered():
            public.page.goto("/en/report")
            return title in public.page.content()

        eventually(offered, "the event in the public form", 30)

    def assert_two_at_a_time(self, visitor, address):
        page = visitor.page
        page.goto(address)
        other = visitor.context.new_page()
        other.goto(address)
        other.fill("[name=place]", "Room XX")
        other.click("main form button[type=submit] >> nth=0")
        expect(other.locator("dd").filter(has_text="Room XX")).to_be_visible()
        page.fill("[name=place]", "Room XVII")
        page.click("main form button[type=submit] >> nth=0")
        expect(page.locator("[role=alert]")).to_be_visible()
        expect(page.locator("dd").filter(has_text="Room XX")).to_be_visible()
        expect(page.locator("[name=place]")).to_have_value("Room XVII")
        self.look(visitor, "calendar-conflict")
        other.close()

    def test_a_file_is_taken_over_after_it_was_shown(self):
        visitor = self.visitor(door=STAFF)
        page = visitor.page
        sign_in(visitor, PEOPLE["officer"], "/desk/calendar/import")
        self.look(visitor, "calendar-import")
        title = f"Commission {time.time_ns():x}"
        content = FILE.format(uid=f"{time.time_ns():x}@example", title=title)
        page.set_input_files("[name=file]", {"name": "x.ics", "mimeType": "text/calendar", "buffer": content.encode()})
        page.select_option("[name=entity]", "CSW")
        page.check("[name=format][value=IN_PERSON]")
        page.click("main form button[type=submit]")
        expect(page.locator("tbody tr")).to_have_count(1)
        self.look(visitor, "calendar-import-preview")
        page.click("main form button[type=submit]")
        expect(page.locator(".good")).to_be_visible()
        page.goto("/desk/calendar")
        expect(page.locator("tr", has_text=title)).to_contain_text(re.compile("2027-03-09.*2027-03-19"))
