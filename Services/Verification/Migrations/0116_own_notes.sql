-- What an officer writes down of a case for nobody else. Not a record of the case: no version is kept, and whoever wrote
-- it may take it away again. The database shows it to its writer alone (`amparo.staff`, set for each transaction).

CREATE TABLE own_notes (
    id uuid NOT NULL,
    case_id uuid NOT NULL,
    staff_id uuid NOT NULL,
    sealed bytea NOT NULL,
    saved_at timestamptz NOT NULL,
    CONSTRAINT own_notes_pkey PRIMARY KEY (id),
    CONSTRAINT note_is_on_a_case FOREIGN KEY (case_id) REFERENCES cases (id)
);
ALTER TABLE own_notes ALTER COLUMN sealed SET STORAGE EXTERNAL;

CREATE INDEX own_notes_by_case ON own_notes (case_id, staff_id, saved_at);

ALTER TABLE own_notes ENABLE ROW LEVEL SECURITY;
ALTER TABLE own_notes FORCE ROW LEVEL SECURITY;
CREATE POLICY of_its_writer ON own_notes TO amparo_verification_app
    USING (staff_id::text = current_setting('amparo.staff', true)
        AND EXISTS (SELECT 1 FROM cases WHERE cases.id = case_id));
GRANT SELECT, INSERT, DELETE ON own_notes TO amparo_verification_app;
GRANT UPDATE (sealed, saved_at) ON own_notes TO amparo_verification_app;
