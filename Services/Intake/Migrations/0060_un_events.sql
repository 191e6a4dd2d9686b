-- Public facts of UN events, as Verification tells them: what the form offers while an event is being watched. A copy, which
-- the log rebuilds.

CREATE TABLE un_events (
    id uuid NOT NULL,
    revision integer NOT NULL,
    title text NOT NULL,
    entity text NOT NULL,
    place text NOT NULL,
    host_state text,
    format text NOT NULL,
    starts text NOT NULL,
    ends text NOT NULL,
    is_listed boolean NOT NULL,
    CONSTRAINT un_events_pkey PRIMARY KEY (id),
    CONSTRAINT starts_is_a_day CHECK (starts ~ '^\d{4}-\d\d-\d\d$'),
    CONSTRAINT ends_is_a_day CHECK (ends ~ '^\d{4}-\d\d-\d\d$')
);

CREATE INDEX un_events_listed ON un_events (ends) WHERE is_listed;

GRANT SELECT, INSERT, UPDATE ON un_events TO amparo_intake_app;
