-- What this service has heard of others' events, moved in the transaction of their effect.

CREATE TABLE consumer_places (
    consumer text NOT NULL,
    source text NOT NULL,
    topic text NOT NULL,
    partition integer NOT NULL,
    -- Every event up to this sequence number has taken effect, or lies in dead_letters.
    last_sequence bigint NOT NULL DEFAULT 0,
    -- The highest sequence number that the source is known to have shipped. Above last_sequence: a hole is being asked for.
    known_sequence bigint NOT NULL DEFAULT 0,
    CONSTRAINT consumer_places_pkey PRIMARY KEY (consumer, source, topic, partition)
);

-- Events that have taken effect, by id: an event that an operator republishes comes outside the sequence.
CREATE TABLE inbox (
    consumer text NOT NULL,
    event_id uuid NOT NULL,
    handled_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT inbox_pkey PRIMARY KEY (event_id, consumer)
);

CREATE INDEX inbox_by_time ON inbox USING brin (handled_at);

-- Events that could not be handled, with their original bytes.
CREATE TABLE dead_letters (
    id uuid NOT NULL,
    consumer text NOT NULL,
    reason text NOT NULL,
    attempts integer NOT NULL,
    state text NOT NULL DEFAULT 'parked',
    parked_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    topic text NOT NULL,
    partition integer NOT NULL,
    source text,
    sequence bigint,
    event_id uuid,
    type text,
    key bytea,
    -- Name, value, name, value.
    headers bytea[] NOT NULL,
    payload bytea,
    CONSTRAINT dead_letters_pkey PRIMARY KEY (id),
    CONSTRAINT reason_is_a_code CHECK (reason ~ '^[a-z0-9.-]{1,64}$'),
    CONSTRAINT state_is_known CHECK (state IN ('parked', 'retrying', 'handled', 'dropped'))
);

CREATE INDEX dead_letters_open ON dead_letters (consumer, parked_at) WHERE state IN ('parked', 'retrying');

DO $$
DECLARE
    app text := 'amparo_' || current_schema() || '_app';
BEGIN
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON consumer_places, dead_letters TO %I', app);
    EXECUTE format('GRANT SELECT, INSERT, DELETE ON inbox TO %I', app);
END
$$;
