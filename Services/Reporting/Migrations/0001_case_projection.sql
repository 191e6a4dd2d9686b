-- One row a case, built from events and from nothing else. What would tell cases apart (acts, States, dates, outcome)
-- stays sealed under the case's key for figures; destroying that key empties the row for good.

CREATE TABLE cases (
    id uuid NOT NULL,
    opened_at timestamptz NOT NULL,
    urgency text NOT NULL,
    findings integer NOT NULL DEFAULT 0,
    decided_at timestamptz,
    sealed bytea NOT NULL,
    CONSTRAINT cases_pkey PRIMARY KEY (id),
    CONSTRAINT urgency_is_a_class CHECK (urgency ~ '^U[1-4]$')
);

GRANT SELECT, INSERT, UPDATE ON cases TO amparo_reporting_app;
