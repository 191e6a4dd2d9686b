-- Events that this service tells of, written in the transaction of the change they tell of, and kept after they have been
-- shipped. Append-only: the application's role may insert and read, nothing else.

CREATE TABLE outbox (
    -- Drawn when the row is written. An event about a case is appended after the case's row is locked, so of two events of
    -- one case the later one has the higher id. The sequence hands out single numbers, never a block to a session.
    id bigint GENERATED ALWAYS AS IDENTITY (CACHE 1),
    -- Which transaction wrote it: what the relay tells new rows from old ones by.
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    -- By the clock of the service; it travels with the event.
    appended_at timestamptz NOT NULL DEFAULT now(),
    -- By the clock of the database: how long a row is kept hangs on this one alone. Were it the service's, a host whose
    -- clock is wrong by weeks would put its rows among those to be dropped.
    stored_at timestamptz NOT NULL DEFAULT now(),
    topic text NOT NULL,
    partition integer NOT NULL,
    event_id uuid NOT NULL,
    type text NOT NULL,
    key uuid NOT NULL,
    payload bytea NOT NULL,
    signature bytea,
    trace text,
    -- Further attributes of the event, a line each: name=value.
    attributes text,
    CONSTRAINT partition_is_counted_from_zero CHECK (partition >= 0)
) PARTITION BY RANGE (stored_at);

-- Payloads are sealed: trying to compress them is work for nothing.
ALTER TABLE outbox ALTER COLUMN payload SET STORAGE EXTERNAL;

CREATE INDEX outbox_by_id ON outbox (id);
CREATE INDEX outbox_by_xid ON outbox (xid);

-- Takes what no partition made ahead covers, so that an append never fails for want of housekeeping.
CREATE TABLE outbox_rest PARTITION OF outbox DEFAULT;

-- How far the relay has come.
CREATE TABLE outbox_place (
    single boolean NOT NULL DEFAULT true,
    -- Rows whose transaction this snapshot sees have their numbers.
    snapshot pg_snapshot NOT NULL,
    -- Rows up to this id come from before a restore; their transactions' numbers mean nothing in this cluster.
    floor_id bigint NOT NULL DEFAULT 0,
    -- Which cluster and which timeline of it the snapshot belongs to.
    system_identifier bigint NOT NULL,
    timeline text NOT NULL,
    -- The highest id that has a number.
    last_id bigint NOT NULL DEFAULT 0,
    last_batch bigint NOT NULL DEFAULT 0,
    shipped_batch bigint NOT NULL DEFAULT 0,
    -- The Kafka cluster that has taken what counts as shipped.
    broker_cluster text,
    CONSTRAINT outbox_place_pkey PRIMARY KEY (single),
    CONSTRAINT one_place_only CHECK (single)
);

-- A batch is a set of rows that never changes: those with an id from first_id to last_id whose transaction from_snapshot
-- does not see and to_snapshot sees (a bound that is null does not count). The sequence number of an event follows from its
-- rank in its batch, so that numbering 10,000 events writes some rows, not 10,000.
CREATE TABLE outbox_batches (
    number bigint NOT NULL,
    from_snapshot pg_snapshot,
    to_snapshot pg_snapshot,
    first_id bigint NOT NULL,
    last_id bigint NOT NULL,
    events bigint NOT NULL,
    oldest_at timestamptz NOT NULL,
    CONSTRAINT outbox_batches_pkey PRIMARY KEY (number)
);

CREATE INDEX outbox_batches_by_first_id ON outbox_batches (first_id);

-- The sequence numbers that a batch has in one topic partition: first_sequence and the following, in order of id.
-- Before first_sequence comes previous_sequence; the two are neighbours but for the first run after a restore.
CREATE TABLE outbox_runs (
    topic text NOT NULL,
    partition integer NOT NULL,
    first_sequence bigint NOT NULL,
    previous_sequence bigint NOT NULL,
    events bigint NOT NULL,
    batch bigint NOT NULL,
    CONSTRAINT outbox_runs_pkey PRIMARY KEY (topic, partition, first_sequence),
    CONSTRAINT outbox_runs_batch_fkey FOREIGN KEY (batch) REFERENCES outbox_batches ON DELETE CASCADE
);

CREATE INDEX outbox_runs_by_batch ON outbox_runs (batch);

CREATE TABLE outbox_counters (
    topic text NOT NULL,
    partition integer NOT NULL,
    last_sequence bigint NOT NULL,
    -- Where the next run's numbers begin, if not after last_sequence: set after a restore.
    resume_after bigint,
    shipped_sequence bigint NOT NULL DEFAULT 0,
    shipped_offset bigint,
    CONSTRAINT outbox_counters_pkey PRIMARY KEY (topic, partition)
);

-- What operators want shipped once more, outside the sequence.
CREATE TABLE outbox_republications (
    id uuid NOT NULL,
    event_id uuid,
    key uuid,
    from_time timestamptz,
    until_time timestamptz,
    requested_at timestamptz NOT NULL DEFAULT now(),
    done_at timestamptz,
    events bigint,
    CONSTRAINT outbox_republications_pkey PRIMARY KEY (id),
    CONSTRAINT something_is_named CHECK (num_nonnulls(event_id, key, from_time) > 0)
);

CREATE INDEX outbox_republications_open ON outbox_republications (requested_at) WHERE done_at IS NULL;

-- The timeline's number changes with every recovery to a point in time and every promotion of a standby.
CREATE FUNCTION outbox_timeline() RETURNS text LANGUAGE sql STABLE AS $$
    SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)
$$;

INSERT INTO outbox_place (snapshot, system_identifier, timeline)
SELECT pg_current_snapshot(), system_identifier, outbox_timeline() FROM pg_control_system();

-- The functions below run with the rights of the schema's owner: names must not be found in a caller's temporary schema.
SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);

-- Gives rows their numbers, in batches of some thousand rows and some megabytes, and returns how many it were. A batch ends
-- also where ids jump, so that reading it does not walk over the rows of others. Which rows:
--   new   those that from_snapshot does not see and to_snapshot sees
--   late  those up to after_id that from_snapshot does not see
--   all   those above after_id
CREATE FUNCTION number_outbox_rows(
    which text, from_snapshot pg_snapshot, to_snapshot pg_snapshot, after_id bigint, after_batch bigint
) RETURNS bigint LANGUAGE plpgsql 
SET search_path FROM CURRENT SET enable_seqscan = off SET jit = off AS $$
DECLARE
    oldest xid8 := pg_snapshot_xmax(from_snapshot);
    newest xid8 := pg_snapshot_xmax(to_snapshot);
    pending xid8[] := ARRAY(SELECT pg_snapshot_xip(from_snapshot));
    numbered bigint;
BEGIN
    WITH fresh AS MATERIALIZED (
        SELECT id, topic, partition, appended_at, octet_length(payload) + 250 AS size FROM outbox
        WHERE which = 'new' AND ((xid >= oldest AND xid < newest) OR xid = ANY (pending))
            -- Written so that no index on id is used.
            AND id + 0 > after_id AND pg_visible_in_snapshot(xid, to_snapshot)
        UNION ALL
        SELECT id, topic, partition, appended_at, octet_length(payload) + 250 FROM outbox
        WHERE which = 'late' AND id <= after_id AND NOT pg_visible_in_snapshot(xid, from_snapshot)
        UNION ALL
        SELECT id, topic, partition, appended_at, octet_length(payload) + 250 FROM outbox
        WHERE which = 'all' AND id > after_id
    ), islands AS (
        SELECT id, topic, partition, size, appended_at,
            CASE WHEN id - lag(id) OVER (ORDER BY id) > 5000 THEN 1 ELSE 0 END AS jumps
        FROM fresh
    ), pieces AS (
        SELECT id, topic, partition, appended_at,
            sum(jumps) OVER before_and_it AS island,
            (row_number() OVER before_and_it - 1) / 4096 AS thousands,
            (sum(size) OVER before_and_it - size) / 4000000 AS megabytes
        FROM islands
        WINDOW before_and_it AS (ORDER BY id ROWS UNBOUNDED PRECEDING)
    ), batched AS (
        SELECT after_batch + dense_rank() OVER (ORDER BY island, thousands, megabytes) AS batch,
            topic, partition, id, appended_at
        FROM pieces
    ), runs AS (
        SELECT batch, topic, partition, count(*) AS events, min(id) AS first_id, max(id) AS last_id,
            min(appended_at) AS oldest_at
        FROM batched GROUP BY batch, topic, partition
    ), batches AS (
        INSERT INTO outbox_batches (number, from_snapshot, to_snapshot, first_id, last_id, events, oldest_at)
        SELECT batch, CASE WHEN which <> 'all' THEN from_snapshot END, CASE WHEN which = 'new' THEN to_snapshot END,
            min(first_id), max(last_id), sum(events), min(oldest_at)
        FROM runs GROUP BY batch
        RETURNING number, last_id
    ), placed AS (
        SELECT runs.batch, runs.topic, runs.partition, runs.events,
            coalesce(counter.last_sequence, 0) AS known,
            coalesce(counter.resume_after, counter.last_sequence, 0)
                + sum(runs.events) OVER earlier - runs.events AS before,
            row_number() OVER earlier AS rank
        FROM runs LEFT JOIN outbox_counters counter USING (topic, partition)
        WINDOW earlier AS (PARTITION BY runs.topic, runs.partition ORDER BY runs.batch)
    ), written AS (
        INSERT INTO outbox_runs (topic, partition, first_sequence, previous_sequence, events, batch)
        SELECT topic, partition, before + 1, CASE WHEN rank = 1 THEN known ELSE before END, events, batch FROM placed
        RETURNING topic, partition, first_sequence + events - 1 AS last, events
    ), counted AS (
        INSERT INTO outbox_counters AS counter (topic, partition, last_sequence)
        SELECT topic, partition, max(last) FROM written GROUP BY topic, partition
        ON CONFLICT (topic, partition) DO UPDATE SET last_sequence = excluded.last_sequence, resume_after = NULL
    ), moved AS (
        UPDATE outbox_place place
        SET last_batch = ends.number, last_id = greatest(place.last_id, ends.last_id)
        FROM (SELECT max(number) AS number, max(last_id) AS last_id FROM batches) ends
        WHERE ends.number IS NOT NULL
    )
    SELECT coalesce(sum(events), 0)::bigint INTO numbered FROM written;
    RETURN numbered;
END
$$;

-- Numbers all rows that have become visible since the last time. Returns how many. The place is not moved for nothing:
-- that would cost a transaction number with every look.
CREATE FUNCTION number_outbox() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    place outbox_place%ROWTYPE;
    seen pg_snapshot := pg_current_snapshot();
    numbered bigint;
BEGIN
    SELECT * INTO STRICT place FROM outbox_place;
    numbered := number_outbox_rows('new', place.snapshot, seen, place.floor_id, place.last_batch);
    IF numbered > 0 THEN UPDATE outbox_place SET snapshot = seen; END IF;
    RETURN numbered;
END
$$;

-- What a relay does first when it takes over: notices whether the database has been restored since, that is, whether the
-- cluster or its timeline is another one. Then nothing can be said by transaction numbers any more, and the consumers may be
-- ahead of what is here: all that has no number yet is numbered, and the numbers go on far above, so that none is given
-- twice: at a million for each millisecond since 2020, since the same dump may be restored a second time, and knows nothing
-- of the first. Returns whether that was so.
CREATE FUNCTION take_up_outbox(regardless boolean DEFAULT false) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    place outbox_place%ROWTYPE;
    cluster bigint := (SELECT system_identifier FROM pg_control_system());
    line text := outbox_timeline();
    numbered bigint;
BEGIN
    SELECT * INTO STRICT place FROM outbox_place;
    IF place.system_identifier = cluster AND place.timeline = line AND NOT regardless THEN RETURN false; END IF;
    -- Waits until all who append are done, and lets nobody append meanwhile.
    LOCK TABLE outbox IN SHARE ROW EXCLUSIVE MODE;
    SELECT * INTO STRICT place FROM outbox_place FOR UPDATE;
    UPDATE outbox_counters SET resume_after = greatest(
        (extract(epoch FROM clock_timestamp() - timestamptz '2020-01-01 00:00:00Z') * 1000)::bigint,
        last_sequence / 1000000 + 1
    ) * 1000000;
    PERFORM number_outbox_rows('late', place.snapshot, NULL, place.last_id, place.last_batch);
    PERFORM number_outbox_rows('all', NULL, NULL, place.last_id, (SELECT last_batch FROM outbox_place));
    UPDATE outbox_place SET snapshot = pg_current_snapshot(), system_identifier = cluster, timeline = line,
        floor_id = greatest(last_id, (SELECT coalesce(max(id), 0) FROM outbox));
    RETURN true;
END
$$;

-- Notes that batches up to this one have been taken by the broker, with the last sequence number and the offset of each
-- topic partition that was shipped to. A place that another relay has moved further stays.
CREATE FUNCTION note_outbox_shipped(
    batch bigint, topics text[], partitions integer[], sequences bigint[], offsets bigint[], cluster text
) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
    UPDATE outbox_counters counter
    SET shipped_sequence = greatest(counter.shipped_sequence, shipped.sequence), shipped_offset = shipped.at
    FROM unnest(topics, partitions, sequences, offsets) AS shipped (topic, partition, sequence, at)
    WHERE counter.topic = shipped.topic AND counter.partition = shipped.partition;
    UPDATE outbox_place SET shipped_batch = greatest(shipped_batch, batch), broker_cluster = cluster;
$$;

-- The broker has lost what it had, or is another one: all that is kept shall be shipped again.
CREATE FUNCTION rewind_outbox(cluster text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
    UPDATE outbox_counters SET shipped_sequence = 0, shipped_offset = NULL;
    UPDATE outbox_place SET shipped_batch = 0, broker_cluster = cluster;
$$;

CREATE FUNCTION close_republication(request uuid, shipped bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
    UPDATE outbox_republications SET done_at = now(), events = shipped WHERE id = request
$$;

-- Makes the partitions of the coming days and drops those that ended longer than `keep_days` ago (null: none), unless one
-- holds a row that has not been shipped. Partitions begin on days that are multiples of `days` since 1970. Returns how many
-- were dropped.
CREATE FUNCTION keep_outbox(days integer, keep_days integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    place outbox_place%ROWTYPE;
    today integer := extract(epoch FROM now())::bigint / 86400;
    first_day integer;
    part record;
    highest bigint;
    unshipped boolean;
    dropped integer := 0;
BEGIN
    -- Appends wait for these locks; rather give up and come again.
    SET LOCAL lock_timeout = '2s';
    FOR ahead IN 0..3 LOOP
        first_day := (today / days + ahead) * days;
        CONTINUE WHEN to_regclass(format('%I.%I', current_schema(), 'outbox_' || first_day)) IS NOT NULL;
        BEGIN
            EXECUTE format('CREATE TABLE %I PARTITION OF outbox FOR VALUES FROM (%L) TO (%L)', 'outbox_' || first_day,
                to_timestamp(first_day * 86400::bigint), to_timestamp((first_day + days) * 86400::bigint));
        EXCEPTION
            -- Rows of that time lie in outbox_rest, or a partition of another length covers part of it.
            WHEN check_violation OR invalid_object_definition THEN NULL;
        END;
    END LOOP;
    IF keep_days IS NULL THEN RETURN 0; END IF;

    SELECT * INTO STRICT place FROM outbox_place;
    IF place.shipped_batch < place.last_batch THEN RETURN 0; END IF;
    FOR part IN
        SELECT child.relname AS name FROM pg_inherits
        JOIN pg_class child ON child.oid = inhrelid
        WHERE inhparent = 'outbox'::regclass AND child.relname <> 'outbox_rest'
            AND substring(pg_get_expr(child.relpartbound, child.oid) FROM 'TO \(''([^'']+)''\)')::timestamptz
                < now() - make_interval(days => keep_days)
    LOOP
        EXECUTE format('SELECT max(id), bool_or(id > $1 AND NOT pg_visible_in_snapshot(xid, $2)) FROM %I', part.name)
            INTO highest, unshipped USING place.floor_id, place.snapshot;
        CONTINUE WHEN unshipped;
        DELETE FROM outbox_batches WHERE first_id <= highest;
        EXECUTE format('DROP TABLE %I', part.name);
        dropped := dropped + 1;
    END LOOP;
    RETURN dropped;
END
$$;

SELECT keep_outbox(7, NULL);

DO $$
DECLARE
    app text := 'amparo_' || current_schema() || '_app';
BEGIN
    EXECUTE format('GRANT SELECT, INSERT ON outbox TO %I', app);
    EXECUTE format('GRANT SELECT ON outbox_place, outbox_batches, outbox_runs, outbox_counters TO %I', app);
    EXECUTE format('GRANT SELECT, INSERT ON outbox_republications TO %I', app);
END
$$;

REVOKE ALL ON FUNCTION number_outbox_rows, number_outbox, take_up_outbox, note_outbox_shipped, rewind_outbox,
    close_republication, keep_outbox FROM PUBLIC;

DO $$
DECLARE
    app text := 'amparo_' || current_schema() || '_app';
BEGIN
    EXECUTE format('GRANT EXECUTE ON FUNCTION number_outbox, take_up_outbox, note_outbox_shipped, rewind_outbox, '
        'close_republication, keep_outbox TO %I', app);
END
$$;
