-- The calendar of UN events (DOMAIN.md IN-10). In clear stand days and flags, by which lists are made; what an event is, who
-- its focal point is and its safety plan lie sealed for this service, one row a revision. What the public is told of a listed
-- event is in the events that go to Intake.

CREATE TABLE un_events (
    id uuid NOT NULL,
    revision integer NOT NULL DEFAULT 1,
    starts text NOT NULL,
    ends text NOT NULL,
    is_listed boolean NOT NULL,
    is_cancelled boolean NOT NULL DEFAULT false,
    CONSTRAINT un_events_pkey PRIMARY KEY (id),
    CONSTRAINT starts_is_a_day CHECK (starts ~ '^\d{4}-\d\d-\d\d$'),
    CONSTRAINT ends_is_a_day CHECK (ends ~ '^\d{4}-\d\d-\d\d$' AND ends >= starts)
);

CREATE INDEX un_events_by_day ON un_events (ends, id);

CREATE TABLE un_event_versions (
    event_id uuid NOT NULL,
    revision integer NOT NULL,
    sealed bytea NOT NULL,
    saved_at timestamptz NOT NULL,
    saved_by uuid NOT NULL,
    CONSTRAINT un_event_versions_pkey PRIMARY KEY (event_id, revision),
    CONSTRAINT version_belongs_to_an_event FOREIGN KEY (event_id) REFERENCES un_events (id)
);
ALTER TABLE un_event_versions ALTER COLUMN sealed SET STORAGE EXTERNAL;

-- The calendar is the whole house's: it says nothing about anybody who came to the UN, and has no compartments.
GRANT SELECT, INSERT ON un_events, un_event_versions TO amparo_verification_app;
GRANT UPDATE (revision, starts, ends, is_listed, is_cancelled) ON un_events TO amparo_verification_app;
