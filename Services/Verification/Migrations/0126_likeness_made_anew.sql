-- What a submission is compared by is made anew when its source writes more, when another content of an entry comes, and when
-- features are made otherwise than before. A row of this queue is one submission that waits for it; it goes in the transaction
-- that writes its features.

ALTER TABLE likeness ADD COLUMN edition integer NOT NULL DEFAULT 1;

CREATE TABLE likeness_queue (
    id bigint GENERATED ALWAYS AS IDENTITY,
    submission_id uuid NOT NULL,
    compartment text NOT NULL,
    CONSTRAINT likeness_queue_pkey PRIMARY KEY (id),
    CONSTRAINT likeness_of_a_submission FOREIGN KEY (submission_id) REFERENCES submissions (id) ON DELETE CASCADE
);
CREATE INDEX likeness_queue_by_compartment ON likeness_queue (compartment, id);

CREATE FUNCTION likeness_to_remake() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO likeness_queue (submission_id, compartment)
    SELECT id, compartment FROM submissions WHERE id = NEW.submission_id;
    RETURN NULL;
END
$$;

CREATE TRIGGER to_remake_likeness AFTER INSERT ON source_updates FOR EACH ROW EXECUTE FUNCTION likeness_to_remake();
CREATE TRIGGER to_remake_likeness AFTER INSERT ON entry_versions FOR EACH ROW EXECUTE FUNCTION likeness_to_remake();

ALTER TABLE likeness_queue ENABLE ROW LEVEL SECURITY;
ALTER TABLE likeness_queue FORCE ROW LEVEL SECURITY;
CREATE POLICY within_compartment ON likeness_queue FOR INSERT TO amparo_verification_app
    WITH CHECK (may_see(compartment));
CREATE POLICY remaking ON likeness_queue TO amparo_verification_system USING (true) WITH CHECK (true);

GRANT INSERT (submission_id, compartment) ON likeness_queue TO amparo_verification_app, amparo_verification_system;
GRANT SELECT, DELETE ON likeness_queue TO amparo_verification_system;
GRANT UPDATE (features, edition) ON likeness TO amparo_verification_system;
GRANT DELETE ON likeness_tokens TO amparo_verification_system;
GRANT EXECUTE ON FUNCTION likeness_to_remake TO amparo_verification_app, amparo_verification_system;
