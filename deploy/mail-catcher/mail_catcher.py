#!/usr/bin/python3
"""Takes every mail over and shows it to whoever sits at this machine. For development only: it asks for no password.

Needs Debian's python3-aiosmtpd, and therefore the system's own interpreter, /usr/bin/python3.
"""

import argparse
import asyncio
import email
import email.policy
import html
import json
import pathlib
import signal
import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.smtp import SMTP


class MailStore:
    """Mails as files of one directory, named so that their names sort by time of arrival."""

    def __init__(self, directory):
        self.directory = pathlib.Path(directory)
        self.directory.mkdir(parents=True, exist_ok=True)

    def add(self, sender, recipients, content):
        name = f"{time.time_ns():020d}-{uuid.uuid4().hex[:8]}"
        envelope = json.dumps({"from": sender, "to": recipients}).encode()
        unfinished = self.directory / f"{name}.part"
        unfinished.write_bytes(envelope + b"\n" + content)
        unfinished.rename(self.directory / f"{name}.mail")

    def names(self):
        return sorted((path.stem for path in self.directory.glob("*.mail")), reverse=True)

    def clear(self):
        for path in self.directory.glob("*.mail"):
            path.unlink(missing_ok=True)

    def read(self, name):
        """One mail as plain values, or None where there is none of that name."""
        path = self.directory / f"{name}.mail"
        if path.parent != self.directory or not path.is_file():
            return None
        envelope, content = path.read_bytes().split(b"\n", 1)
        message = email.message_from_bytes(content, policy=email.policy.default)
        body = message.get_body(preferencelist=("plain", "html"))
        return {
            "id": name,
            **json.loads(envelope),
            "subject": str(message["subject"] or ""),
            "date": str(message["date"] or ""),
            "message_id": str(message["message-id"] or ""),
            "text": body.get_content().replace("\r\n", "\n") if body else "",
            "raw": content.decode("utf-8", "replace"),
        }


class Receiver:
    """What aiosmtpd asks at the end of each mail."""

    def __init__(self, store):
        self.store = store

    async def handle_DATA(self, server, session, envelope):
        self.store.add(envelope.mail_from, envelope.rcpt_tos, envelope.original_content)
        return "250 Taken over"


STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; padding: .4rem .6rem; border-block-end: 1px solid #767676; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid #767676; padding: 1rem; }
"""


def page(title, content):
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE}</style></head><body><main><h1>{html.escape(title)}</h1>{content}</main></body></html>"
    )


def list_page(store):
    mails = [mail for mail in map(store.read, store.names()) if mail]
    if not mails:
        return page("Mail catcher", "<p>No mail yet.</p>")
    rows = "".join(
        f'<tr><td>{html.escape(mail["date"])}</td><td>{html.escape(", ".join(mail["to"]))}</td>'
        f'<td><a href="/mail/{mail["id"]}" dir="auto">{html.escape(mail["subject"] or "(no subject)")}</a></td></tr>'
        for mail in mails
    )
    return page(
        "Mail catcher",
        "<p>Mails that the services have sent on this machine, the newest first.</p>"
        '<table><thead><tr><th scope="col">Date</th><th scope="col">To</th><th scope="col">Subject</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>",
    )


def mail_page(mail):
    return page(
        mail["subject"] or "(no subject)",
        f'<p><a href="/">All mails</a></p><p>From {html.escape(mail["from"])} to {html.escape(", ".join(mail["to"]))}, '
        f'{html.escape(mail["date"])}</p><pre dir="auto">{html.escape(mail["text"])}</pre>'
        f'<h2>As it came</h2><pre>{html.escape(mail["raw"])}</pre>',
    )


def web_handler(store):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path == "/":
                self.answer(200, "text/html", list_page(store))
            elif self.path == "/messages":
                mails = [mail for mail in map(store.read, store.names()) if mail]
                self.answer(200, "application/json", json.dumps(mails, ensure_ascii=False))
            elif self.path.startswith("/mail/") and (mail := store.read(self.path.removeprefix("/mail/"))):
                self.answer(200, "text/html", mail_page(mail))
            else:
                self.answer(404, "text/html", page("Not here", '<p><a href="/">All mails</a></p>'))

        def do_DELETE(self):
            if self.path != "/messages":
                return self.answer(404, "text/plain", "Not here\n")
            store.clear()
            self.answer(200, "application/json", "[]")

        def answer(self, status, kind, text):
            content = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            pass

    return Handler


def address(text):
    host, _, port = text.rpartition(":")
    return host, int(port)


async def serve(arguments):
    store = MailStore(arguments.directory)
    loop = asyncio.get_running_loop()
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)

    receiver = Receiver(store)
    smtp = await loop.create_server(
        lambda: SMTP(receiver, hostname="mail-catcher", enable_SMTPUTF8=True, loop=loop), *arguments.smtp
    )
    web = ThreadingHTTPServer(arguments.http, web_handler(store))
    threading.Thread(target=web.serve_forever, daemon=True).start()
    ports = {"smtp": smtp.sockets[0].getsockname()[1], "http": web.server_address[1]}
    print(json.dumps(ports), flush=True)
    await stopping.wait()
    smtp.close()
    web.shutdown()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", help="where mails are kept as files")
    parser.add_argument("--smtp", type=address, default=("127.0.0.1", 1025), metavar="HOST:PORT")
    parser.add_argument("--http", type=address, default=("127.0.0.1", 8082), metavar="HOST:PORT")
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
