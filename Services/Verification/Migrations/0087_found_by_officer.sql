-- Who has something is among what it is found by. The functions find the queue whatever path their caller has.
ALTER FUNCTION submission_to_index() SET search_path FROM CURRENT;
ALTER FUNCTION part_of_submission_to_index() SET search_path FROM CURRENT;
ALTER FUNCTION case_to_index() SET search_path FROM CURRENT;
ALTER FUNCTION part_of_case_to_index() SET search_path FROM CURRENT;

DROP TRIGGER to_index ON submissions;
CREATE TRIGGER to_index AFTER INSERT OR UPDATE OF urgency, compartment, case_id, officer_id ON submissions
    FOR EACH ROW EXECUTE FUNCTION submission_to_index();
