-- The versions of protocols that cases follow, as they read when the first case began with them: a case keeps its version
-- whatever the files say later. A protocol tells of an entity's way of working and of nobody's case.

CREATE TABLE protocol_versions (
    code text NOT NULL,
    version integer NOT NULL,
    definition text NOT NULL,
    kept_at timestamptz NOT NULL,
    CONSTRAINT protocol_versions_pkey PRIMARY KEY (code, version)
);

GRANT SELECT, INSERT ON protocol_versions TO amparo_verification_app;

-- Until when the steps of a case that are open are to be done, so that the desk finds what is overdue without opening
-- cases. Which step it is would tell whose protocol the case follows: it stands sealed in the case's records.
CREATE TABLE step_clocks (
    case_id uuid NOT NULL,
    place integer NOT NULL,
    due_at timestamptz NOT NULL,
    CONSTRAINT step_clocks_pkey PRIMARY KEY (case_id, place),
    CONSTRAINT clock_belongs_to_a_case FOREIGN KEY (case_id) REFERENCES cases (id)
);

CREATE INDEX step_clocks_by_time ON step_clocks (due_at, case_id);

ALTER TABLE step_clocks ENABLE ROW LEVEL SECURITY;
ALTER TABLE step_clocks FORCE ROW LEVEL SECURITY;
CREATE POLICY within_compartment ON step_clocks TO amparo_verification_app
    USING (EXISTS (SELECT 1 FROM cases WHERE cases.id = case_id));
GRANT SELECT, INSERT, DELETE ON step_clocks TO amparo_verification_app;
