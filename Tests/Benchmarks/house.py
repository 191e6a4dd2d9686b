"""The parts of the house that a row measures: a private PostgreSQL, a broker, services, all ended with the row."""
import contextlib
import json
import os
import pathlib
import shutil
import signal
import socket
import statistics
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAMS = pathlib.Path(os.environ.get("AMPARO_BENCH_PROGRAMS", ROOT / ".build/release"))
PORTS = 7000  # added to the ports of the settings files, so that a running house is not in the way
TICKS = os.sysconf("SC_CLK_TCK")


def median(values):
    return statistics.median(values)


def emit(**row):
    """Prints a row of .build/bench/results.json."""
    print(json.dumps(row), flush=True)


def rounds(default):
    return int(os.environ.get("AMPARO_BENCH_ROUNDS", default))


class House:
    """Everything lies in one folder beside the build, on its disk, and is removed at the end."""

    def __enter__(self):
        self.stack = contextlib.ExitStack()
        base = ROOT / ".build/bench"
        base.mkdir(parents=True, exist_ok=True)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="house-", dir=base))
        self.stack.callback(shutil.rmtree, self.folder, ignore_errors=True)
        # PostgreSQL of root runs as another user, who has to pass through.
        self.folder.chmod(0o711)
        self.environment = self.settings("common") | {"AMPARO_LOG_LEVEL": "warning"}
        try:
            self.start_database()
            self.control("keys", "generate")
            self.control("migrate")
        except BaseException:
            self.stack.close()
            raise
        return self

    def __exit__(self, *_):
        self.stack.close()

    def settings(self, *files):
        """As scripts/run has them: files of deploy/env, moved into this folder and to other ports."""
        found = {}
        for file in files:
            for line in (ROOT / f"deploy/env/{file}.env").read_text(encoding="utf-8").splitlines():
                if not line.strip() or line.startswith("#"):
                    continue
                key, value = line.split("=", 1)
                value = value.strip('"').replace(".amparo/", f"{self.folder}/")
                host, separator, port = value.rpartition("127.0.0.1:")
                if separator and port.isdigit():
                    value = f"{host}{separator}{int(port) + PORTS}"
                elif key.endswith("_PORT") and value.isdigit():
                    value = str(int(value) + PORTS)
                found[key] = value
        return found

    def start_database(self):
        place = self.folder / "postgres"
        self.stack.callback(self.script, "postgres", "stop", place)
        uri = self.script("postgres", "start", place, "--fsync").strip().splitlines()[-1]
        self.environment["AMPARO_DATABASE_URI"] = uri
        # Nobody answers there, until a broker is started.
        self.environment["AMPARO_KAFKA_BOOTSTRAP"] = "127.0.0.1:9"
        self.socket = (place / "socket").read_text(encoding="utf-8").strip()
        self.binaries = next(p for p in sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
                             if (p / "pgbench").exists())

    def restart_database(self):
        """With settings that only a start takes over."""
        place = self.folder / "postgres"
        self.script("postgres", "stop", place)
        self.script("postgres", "start", place, "--fsync")

    def script(self, name, *arguments):
        return subprocess.run([ROOT / "scripts" / name, *map(str, arguments)], cwd=ROOT, check=True, text=True,
                              stdout=subprocess.PIPE).stdout

    def control(self, *arguments):
        return subprocess.run([PROGRAMS / "amparo", *arguments], cwd=ROOT, env=os.environ | self.environment,
                              check=True, text=True, stdout=subprocess.PIPE).stdout

    def sql(self, text, user="postgres"):
        """Runs statements; returns what they print, unaligned."""
        return subprocess.run(
            [self.binaries / "psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-h", self.socket, "-U", user, "amparo"],
            input=text, check=True, text=True, stdout=subprocess.PIPE).stdout.strip()

    def start_kafka(self):
        """Apache Kafka where there is one, else the development broker. Returns its name."""
        command = pathlib.Path(os.environ.get("AMPARO_KAFKA", ROOT / "../shared/kafka/kafka"))
        if os.environ.get("AMPARO_BENCH_BROKER") == "development" or not os.access(command, os.X_OK):
            return self.start_broker()
        place = self.folder / "kafka"
        self.stack.callback(subprocess.run, [command, "stop", place], stdout=subprocess.DEVNULL)
        answer = subprocess.run([command, "start", place, "--port", "26092"], check=True, text=True,
                                stdout=subprocess.PIPE).stdout
        self.environment["AMPARO_KAFKA_BOOTSTRAP"] = answer.strip().splitlines()[-1]
        self.control("topics", "apply", "--replication", "1")
        return "Apache Kafka"

    def start_broker(self):
        port = self.environment["AMPARO_BROKER_PORT"]
        self.start([PROGRAMS / "development-broker"], self.environment, "broker")
        self.environment["AMPARO_KAFKA_BOOTSTRAP"] = f"127.0.0.1:{port}"
        time.sleep(0.5)
        return "development broker"

    def start(self, command, environment, name):
        """Starts a process that ends with the house."""
        with (self.folder / f"{name}.log").open("w", encoding="utf-8") as log:
            process = subprocess.Popen(list(map(str, command)), cwd=ROOT, env=os.environ | environment, stdout=log,
                                       stderr=log)
        self.stack.callback(stop, process)
        return process

    def start_service(self, name, **changed):
        """Starts a service; returns the process and the address of its health and figures."""
        environment = self.environment | self.settings(name) | changed
        process = self.start([PROGRAMS / name.capitalize()], environment, name)
        return process, f"http://{environment['AMPARO_OPERATIONS_LISTEN']}"


def stop(process):
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def answers(url, seconds=30, every=0.1):
    """Waits until an address answers with success; returns how many seconds it took."""
    begun = time.monotonic()
    while True:
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status < 300:
                    return time.monotonic() - begun
        except (urllib.error.URLError, OSError):
            pass
        if time.monotonic() - begun > seconds:
            raise TimeoutError(f"{url} did not answer in {seconds} s")
        time.sleep(every)


def listens(address, seconds=30):
    """Waits until somebody accepts connections there."""
    host, _, port = address.rpartition(":")
    deadline = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection((host, int(port)), timeout=2).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
        time.sleep(0.1)


def processor_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory_mb(pid, field="VmRSS"):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith(field + ":"):
            return round(int(line.split()[1]) / 1024, 1)
    return None
