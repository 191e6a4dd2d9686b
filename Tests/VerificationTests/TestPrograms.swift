import Foundation
import TestSupport

/// Programs that stand in for those of others: a time-stamp authority and a malware scanner.
final class TestProgram: Sendable {
    /// What it printed first: where it listens.
    let line: String
    private let process: Process
    let folder: URL

    private init(_ program: String, _ arguments: [String], _ folder: URL) async throws {
        self.folder = folder
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["-c", program, folder.path] + arguments
        line = try await firstLine(of: process)
    }

    deinit {
        kill(process.processIdentifier, SIGKILL)
        try? FileManager.default.removeItem(at: folder)
    }

    private static func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "program-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    /// Knows one signature; takes no more than a megabyte.
    static func scanner() async throws -> TestProgram {
        try await TestProgram(
            """
            import os, socket, struct, sys
            path = os.path.join(sys.argv[1], "clamd")
            server = socket.socket(socket.AF_UNIX)
            server.bind(path)
            server.listen()
            print("unix:" + path, flush=True)
            def take(client, count):
                data = b""
                while len(data) < count:
                    part = client.recv(count - len(data))
                    if not part: raise EOFError
                    data += part
                return data
            while True:
                client, _ = server.accept()
                try:
                    command = b""
                    while not command.endswith(b"\\0"): command += take(client, 1)
                    if command == b"zVERSION\\0":
                        client.sendall(b"ClamAV 1.0/27000\\0")
                    else:
                        data = b""
                        while (size := struct.unpack(">I", take(client, 4))[0]):
                            data += take(client, size)
                        if len(data) > 1000000: client.sendall(b"INSTREAM size limit exceeded. ERROR\\0")
                        elif b"EVIL" in data: client.sendall(b"stream: Test.Evil FOUND\\0")
                        else: client.sendall(b"stream: OK\\0")
                except EOFError:
                    pass
                client.close()
            """, [], folder())
    }

    /// Signs with a certificate of its own authority (`ca.pem`); what it was asked lies in `asked`.
    static func authority() async throws -> TestProgram {
        try await TestProgram(
            """
            import http.server, os, pathlib, subprocess, sys
            folder = pathlib.Path(sys.argv[1])
            (folder / "c.cnf").write_text('''
            [req]
            distinguished_name = dn
            prompt = no
            [dn]
            CN = Authority of a test
            [ca]
            basicConstraints = critical, CA:true
            [tsa]
            extendedKeyUsage = critical, timeStamping
            [tsa1]
            serial = %s/serial
            signer_cert = %s/tsa.pem
            signer_key = %s/tsa.key
            certs = %s/ca.pem
            signer_digest = sha256
            default_policy = 1.2.3.4
            digests = sha256
            ''' % ((folder,) * 4))
            def openssl(*arguments):
                return subprocess.run(("openssl",) + arguments, cwd=folder, check=True, capture_output=True)
            (folder / "serial").write_text("01")
            for name, section in (("ca", "ca"), ("other", "ca")):
                openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-config", "c.cnf", "-extensions", section,
                        "-keyout", name + ".key", "-out", name + ".pem", "-days", "2", "-subj", "/CN=" + name)
            openssl("req", "-newkey", "rsa:2048", "-nodes", "-config", "c.cnf", "-keyout", "tsa.key", "-out", "tsa.csr")
            openssl("x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
                    "-out", "tsa.pem", "-days", "2", "-extfile", "c.cnf", "-extensions", "tsa")
            class Handler(http.server.BaseHTTPRequestHandler):
                def do_POST(self):
                    query = self.rfile.read(int(self.headers["Content-Length"]))
                    with open(folder / "asked", "ab") as asked: asked.write(query)
                    (folder / "query").write_bytes(query)
                    if (folder / "away").exists():
                        self.send_error(503)
                        return
                    openssl("ts", "-reply", "-config", "c.cnf", "-section", "tsa1", "-queryfile", "query", "-out", "reply")
                    reply = (folder / "reply").read_bytes()
                    self.send_response(200)
                    self.send_header("Content-Type", "application/timestamp-reply")
                    self.send_header("Content-Length", str(len(reply)))
                    self.end_headers()
                    self.wfile.write(reply)
                def log_message(self, *arguments): pass
            server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
            print("http://127.0.0.1:%d/" % server.server_port, flush=True)
            server.serve_forever()
            """, [], folder())
    }
}
