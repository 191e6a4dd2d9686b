"""Somebody in front of a door: what a browser without scripts would send, and the pages that come back."""

import http.client
import secrets
import time
import urllib.parse
from http.cookies import SimpleCookie

from page import NotOffered, matches, read_page


class Refused(Exception):
    """The house did not do what was asked, and said why."""

    def __init__(self, status, address, reasons):
        super().__init__(f"{address} answered {status}: {'; '.join(reasons) or 'without a reason'}")
        self.status = status
        self.reasons = reasons


class Visitor:
    """One browser at one door, with its cookies."""

    def __init__(self, address):
        self.host = urllib.parse.urlsplit(address).netloc
        self.cookies = {}
        self._line = None

    def get(self, path):
        return self._follow(*self._request("GET", path))

    def download(self, path):
        """The bytes of a file."""
        status, _, body, path = self._request("GET", path)
        if status != 200:
            raise Refused(status, path, [])
        return body

    def submit(self, form, button=None, to=None):
        """Sends a form as one of its buttons does: the one with this name and value, the one that leads to this address
        or to one with this end (`*…`), or the plain one. Reads the page that answers."""
        entries, action = form.entries(), form.action
        if button is not None:
            if button not in [(name, value) for name, value, _ in form.buttons]:
                raise NotOffered(f"{form.action} has no button {button}: {form.buttons}")
            entries.append(button)
        if to is not None:
            action = next((there for _, _, there in form.buttons if there and matches(there, to)), None)
            if action is None:
                raise NotOffered(f"{form.action} has no button to {to}: {form.buttons}")
        if form.method == "get":
            return self.get(f"{action}?{urllib.parse.urlencode(entries)}")
        if form.is_multipart:
            kind, body = multipart(entries, form.files)
        else:
            kind, body = "application/x-www-form-urlencoded", urllib.parse.urlencode(entries).encode()
        return self._follow(*self._request("POST", action, body, kind))

    def _follow(self, status, headers, body, path):
        fragment = ""
        for _ in range(5):
            if status not in (302, 303):
                break
            target, fragment = urllib.parse.urldefrag(urllib.parse.urljoin(path, headers["location"]))
            status, headers, body, path = self._request("GET", target)
        page = read_page(body.decode("utf-8"))
        page.path, page.fragment = path, fragment
        if status >= 400:
            raise Refused(status, path, reasons(page))
        return page

    def _request(self, method, path, body=None, kind=None):
        headers = {"Accept-Language": "en", "Accept": "text/html"}
        if kind is not None:
            headers |= {"Content-Type": kind, "Origin": f"http://{self.host}"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        status, answered, content = self._send(method, path, body, headers)
        for line in answered.get_all("set-cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                if morsel["max-age"] == "0" or not morsel.value:
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value
        return status, answered, content, path

    def _send(self, method, path, body, headers):
        """Over the line that is open, or a new one where the house has closed it meanwhile."""
        for attempt in range(2):
            if self._line is None:
                self._line = http.client.HTTPConnection(self.host, timeout=60)
            try:
                self._line.request(method, path, body=body, headers=headers)
                answer = self._line.getresponse()
                return answer.status, answer.headers, answer.read()
            except (http.client.RemoteDisconnected, ConnectionError):
                self._line.close()
                self._line = None
                if attempt:
                    raise
        raise AssertionError("unreachable")


def reasons(page):
    """What a page says is wrong: beside the fields, and in its notices."""
    found = []
    for element in page.everything():
        is_error = (element.get("id") or "").startswith("error-") or element.has_class("error")
        if is_error or element.get("role") == "alert":
            if element.text and element.text not in found:
                found.append(element.text)
    if not found:
        found = [element.text for element in page.all("h1")]
    return found


def multipart(entries, files):
    boundary = secrets.token_hex(16)
    parts = []
    for name, value in entries:
        parts.append(f'Content-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + value.encode())
    for name, attached in files.items():
        for filename, media_type, content in attached:
            quoted = filename.replace("\\", "\\\\").replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
            head = f'Content-Disposition: form-data; name="{name}"; filename="{quoted}"\r\nContent-Type: {media_type}'
            parts.append(head.encode() + b"\r\n\r\n" + content)
    line = f"--{boundary}".encode()
    body = b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"
    return f"multipart/form-data; boundary={boundary}", body


def eventually(check, what, seconds=60):
    """Asks again until it is true."""
    deadline = time.monotonic() + seconds
    while True:
        result = check()
        if result:
            return result
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not within {seconds} seconds")
        time.sleep(0.1)
