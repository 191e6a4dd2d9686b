-- The desk's queue (DOMAIN.md IN-06): who has what, since when each clock runs, and the indexes by which it is listed within a
-- compartment, the most urgent and then the oldest first, however much waits.

ALTER TABLE submissions ADD COLUMN officer_id uuid;
-- The last word to the source; the receipt counts as one.
ALTER TABLE submissions ADD COLUMN told_at timestamptz NOT NULL DEFAULT clock_timestamp();
-- Not where the source cannot be told anything, nor once the case is closed.
ALTER TABLE submissions ADD COLUMN feedback_runs boolean NOT NULL DEFAULT true;

ALTER TABLE cases ADD COLUMN officer_id uuid;
-- The earliest receipt of its submissions.
ALTER TABLE cases ADD COLUMN first_received_at timestamptz NOT NULL DEFAULT clock_timestamp();
ALTER TABLE cases ADD COLUMN is_open boolean GENERATED ALWAYS AS (status NOT LIKE 'CLOSED%') STORED;
-- The case that tells of the same; its submissions have gone there.
ALTER TABLE cases ADD COLUMN duplicate_of uuid;
ALTER TABLE cases ADD CONSTRAINT duplicate_is_of_a_case FOREIGN KEY (duplicate_of) REFERENCES cases (id);
ALTER TABLE cases ADD CONSTRAINT no_case_is_its_own_duplicate CHECK (duplicate_of IS DISTINCT FROM id);

ALTER TABLE submissions NO FORCE ROW LEVEL SECURITY;
ALTER TABLE cases NO FORCE ROW LEVEL SECURITY;
UPDATE submissions SET told_at = received_at;
UPDATE cases SET officer_id = opened_by, first_received_at =
    coalesce((SELECT min(received_at) FROM submissions WHERE case_id = cases.id), opened_at);
ALTER TABLE submissions FORCE ROW LEVEL SECURITY;
ALTER TABLE cases FORCE ROW LEVEL SECURITY;

DROP INDEX submissions_on_the_desk;
CREATE INDEX submissions_on_the_desk ON submissions (compartment, urgency, received_at, id) WHERE case_id IS NULL;
-- What stands in the list by itself; the others of a campaign are one line.
CREATE INDEX submissions_by_themselves ON submissions (compartment, urgency, received_at, id)
    WHERE case_id IS NULL AND campaign_id IS NULL;
CREATE INDEX submissions_of_officers ON submissions (officer_id, urgency, received_at, id)
    WHERE case_id IS NULL AND officer_id IS NOT NULL;
CREATE INDEX submissions_by_feedback ON submissions (compartment, told_at, id) WHERE feedback_runs;
CREATE INDEX cases_on_the_desk ON cases (compartment, urgency, first_received_at, id)
    WHERE is_open AND decided_at IS NULL;
CREATE INDEX cases_in_follow_up ON cases (compartment, urgency, first_received_at, id)
    WHERE is_open AND decided_at IS NOT NULL;
CREATE INDEX cases_of_officers ON cases (officer_id, urgency, first_received_at, id)
    WHERE is_open AND officer_id IS NOT NULL;
CREATE INDEX cases_by_original ON cases (duplicate_of) WHERE duplicate_of IS NOT NULL;

-- The feedback clock is right whoever writes to the source, and whoever closes or reopens a case.
CREATE FUNCTION source_was_told() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    UPDATE submissions SET told_at = NEW.sent_at WHERE id = NEW.submission_id AND told_at < NEW.sent_at;
    RETURN NULL;
END
$$;
CREATE TRIGGER source_was_told AFTER INSERT ON messages_to_sources
    FOR EACH ROW EXECUTE FUNCTION source_was_told();

CREATE FUNCTION feedback_follows_the_case() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    UPDATE submissions SET feedback_runs = NEW.is_open WHERE case_id = NEW.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER feedback_follows_the_case AFTER UPDATE OF status ON cases
    FOR EACH ROW WHEN (OLD.is_open IS DISTINCT FROM NEW.is_open) EXECUTE FUNCTION feedback_follows_the_case();

GRANT UPDATE (officer_id, told_at, feedback_runs) ON submissions TO amparo_verification_app;
GRANT UPDATE (officer_id, first_received_at, duplicate_of) ON cases TO amparo_verification_app;
-- The consumer hears that a source has taken a receipt, or has burnt its mailbox.
GRANT UPDATE (feedback_runs) ON submissions TO amparo_verification_system;
