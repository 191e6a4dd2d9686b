"""Plays a few cases, makes them many, and asks for pages."""
import contextlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time

import schedule
from cases import load_cases
from house import PROJECT
from people import People
from results import Results
from stage import Stage
from submissions import Doors

CASES = int(os.environ.get("AMPARO_BENCH_CASES", "80000"))
SUBMISSIONS = int(os.environ.get("AMPARO_BENCH_SUBMISSIONS", "200000"))
TURNS = int(os.environ.get("AMPARO_BENCH_TURNS", "40"))
SECTIONS = ["", "/people", "/acts", "/evidence", "/findings", "/consent", "/risk", "/protocol", "/source", "/notes",
            "/timeline"]

# Every table of the desk whose rows belong to a case, a submission or a record is copied, ids and all: an id of a copy
# follows from the id it is a copy of, so that copies belong to each other as the originals do. People stay who they are.
COPY = r"""
SET search_path = verification;
SET session_replication_role = replica;
DO $do$
DECLARE
    one record;
    wanted text;
BEGIN
    FOR one IN
        SELECT c.oid, c.relname, exists (SELECT FROM pg_attribute WHERE attrelid = c.oid AND attname = 'case_id')
            OR c.relname = 'cases' AS of_case
        FROM pg_class c WHERE c.relnamespace = 'verification'::regnamespace AND c.relkind = 'r' AND (
            c.relname IN ('cases', 'submissions') OR exists (
                SELECT FROM pg_attribute WHERE attrelid = c.oid AND attname IN ('case_id', 'submission_id', 'record_id')))
    LOOP
        SELECT string_agg(
            CASE
                WHEN atttypid = 'uuid'::regtype AND attname !~ '(_by|officer|staff|deputy|person|_id_of_staff)$'
                    THEN format('md5(%I::text || copy)::uuid', attname)
                ELSE quote_ident(attname)
            END, ', ' ORDER BY attnum)
        INTO wanted FROM pg_attribute
        WHERE attrelid = one.oid AND attnum > 0 AND NOT attisdropped AND attidentity = '' AND attgenerated = '';
        EXECUTE format(
            'INSERT INTO %I (%s) SELECT %s FROM %I, generate_series(1, $1) AS copy ON CONFLICT DO NOTHING', one.relname,
            (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
             WHERE attrelid = one.oid AND attnum > 0 AND NOT attisdropped AND attidentity = '' AND attgenerated = ''),
            wanted, one.relname) USING COPIES;
    END LOOP;
END
$do$;
"""

WAITING = r"""
SET search_path = verification;
SET session_replication_role = replica;
INSERT INTO submissions (id, received_at, urgency, mailbox_id, compartment, sealed)
SELECT gen_random_uuid(), now() - n * interval '7 minutes', 'U' || 2 + n % 3, gen_random_uuid(), compartment, sealed
FROM generate_series(1, {count}) AS n, (SELECT compartment, sealed FROM submissions LIMIT 1) AS one;
"""


def sql(text):
    done = subprocess.run(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", os.environ["AMPARO_BENCH_OWNER"]], input=text,
                          text=True, capture_output=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"psql: {done.stderr}")
    return done.stdout.strip()


def play():
    """A few cases with everything that a case can have."""
    folder = PROJECT / "../shared/cases"
    cases = load_cases(folder if folder.exists() else PROJECT / "Tests/Acceptance/cases")
    people = People()
    doors = Doors(people)
    stages = [Stage(case, people, Results()) for case in cases]
    with tempfile.TemporaryFile("w") as quiet, contextlib.redirect_stdout(quiet):
        for step in schedule.steps(stages, doors):
            step.stage.attempt(step.name, step.play)
    return people


def fill():
    """Copies what was played; then what waits on the desk."""
    real = int(sql("SELECT count(*) FROM verification.cases"))
    copies = max(0, CASES // real)
    print(f"{real} cases, each {copies} times", file=sys.stderr)
    sql(COPY.replace("COPIES", str(copies)))
    waiting = SUBMISSIONS - int(sql("SELECT count(*) FROM verification.submissions"))
    sql(WAITING.format(count=max(0, min(waiting, 2000))))
    sql("VACUUM ANALYZE")
    tables = "SELECT relname || ' ' || n_live_tup FROM pg_stat_user_tables WHERE schemaname = 'verification' " \
             "AND n_live_tup > 1000 ORDER BY n_live_tup DESC"
    print(sql(tables), file=sys.stderr)


def timed(officer, path):
    begun = time.perf_counter()
    status, *_ = officer._request("GET", path)
    took = (time.perf_counter() - begun) * 1000
    if status != 200:
        raise SystemExit(f"{path} answered {status}")
    return took


def emit(row, times, unit):
    times.sort()
    print(json.dumps({
        "row": row, "value": round(times[int(len(times) * 0.95)], 1), "unit": unit,
        "p50_ms": round(times[len(times) // 2], 1), "p99_ms": round(times[int(len(times) * 0.99)], 1),
        "errors": 0, "rounds": TURNS}), flush=True)


def main():
    people = play()
    cases = sql("SELECT id FROM verification.cases").splitlines()
    fill()
    officer = people.as_role("CASE_OFFICER")
    every, by_section = [], {}
    for path in (f"/desk/cases/{case}{section}" for case in cases for section in SECTIONS):
        officer.get(path)
    for _ in range(TURNS):
        for section in SECTIONS:
            took = timed(officer, f"/desk/cases/{random.choice(cases)}{section}")
            by_section.setdefault(section or "/", []).append(took)
            every.append(took)
    for section, times in by_section.items():
        times.sort()
        print(f"{section}: p50 {times[len(times) // 2]:.1f} ms, p95 {times[int(len(times) * 0.95)]:.1f} ms", file=sys.stderr)
    emit("case-page", every, f"ms, p95, a page of a case among {CASES} cases")
    emit("desk-page", [timed(officer, "/desk") for _ in range(TURNS * 2)], "ms, p95, the desk")


main()
