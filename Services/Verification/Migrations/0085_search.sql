-- What submissions and cases are found by, without their words: keyed tokens of words, names and codes, under a key that each
-- compartment has of its own. One row a submission or case, made by a service from what lies sealed, and made anew whenever
-- that changes; it goes with what it is about, and a backup need not hold it.

CREATE TABLE search_documents (
    submission_id uuid,
    case_id uuid,
    compartment text NOT NULL,
    urgency text NOT NULL,
    -- When it was received, or opened: the order in which things found are shown.
    happened_at timestamptz NOT NULL,
    -- When it could first be found, for "new since you looked".
    added_at timestamptz NOT NULL,
    -- How the tokens were made, as a token itself: another key or another way of making them is another edition.
    edition bigint NOT NULL,
    -- Filled up to a multiple of 256, so that their number says little of a text's length; and a list of that size lies apart
    -- from its row, so that counting rows reads no lists.
    tokens bigint[] NOT NULL,
    -- Four bytes for each code, to count them: `facets` of two rows with the same codes share these.
    facets bytea NOT NULL,
    CONSTRAINT search_documents_submission_key UNIQUE (submission_id),
    CONSTRAINT search_documents_case_key UNIQUE (case_id),
    CONSTRAINT found_submission FOREIGN KEY (submission_id) REFERENCES submissions (id) ON DELETE CASCADE,
    CONSTRAINT found_case FOREIGN KEY (case_id) REFERENCES cases (id) ON DELETE CASCADE,
    CONSTRAINT about_one_thing CHECK (num_nonnulls(submission_id, case_id) = 1),
    CONSTRAINT tokens_are_filled_up CHECK (cardinality(tokens) >= 256 AND cardinality(tokens) % 256 = 0)
);
ALTER TABLE search_documents ALTER COLUMN tokens SET STORAGE EXTERNAL;
ALTER TABLE search_documents ALTER COLUMN facets SET STORAGE PLAIN;
-- No statistics: they would list the commonest tokens, and the plan is the same for all.
ALTER TABLE search_documents ALTER COLUMN tokens SET STATISTICS 0;
ALTER TABLE search_documents ALTER COLUMN facets SET STATISTICS 0;
ALTER TABLE search_documents SET (toast_tuple_target = 256);

CREATE INDEX search_documents_tokens ON search_documents USING gin (tokens) WITH (fastupdate = off);

-- What has changed and is to be indexed anew. Each change adds a row, which is taken away with the index written: nothing is
-- lost where a change and the indexing of an earlier one meet.
CREATE TABLE search_queue (
    id bigint GENERATED ALWAYS AS IDENTITY,
    submission_id uuid,
    case_id uuid,
    compartment text NOT NULL,
    CONSTRAINT search_queue_pkey PRIMARY KEY (id),
    CONSTRAINT about_one_thing CHECK (num_nonnulls(submission_id, case_id) = 1)
);
CREATE INDEX search_queue_by_compartment ON search_queue (compartment, id);

CREATE FUNCTION submission_to_index() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO search_queue (submission_id, compartment) VALUES (NEW.id, NEW.compartment);
    RETURN NULL;
END
$$;
CREATE FUNCTION part_of_submission_to_index() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO search_queue (submission_id, compartment)
    SELECT id, compartment FROM submissions WHERE id = NEW.submission_id;
    RETURN NULL;
END
$$;
CREATE FUNCTION case_to_index() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO search_queue (case_id, compartment) VALUES (NEW.id, NEW.compartment);
    RETURN NULL;
END
$$;
CREATE FUNCTION part_of_case_to_index() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO search_queue (case_id, compartment) SELECT id, compartment FROM cases WHERE id = NEW.case_id;
    RETURN NULL;
END
$$;

CREATE TRIGGER to_index AFTER INSERT OR UPDATE OF urgency, compartment, case_id ON submissions
    FOR EACH ROW EXECUTE FUNCTION submission_to_index();
CREATE TRIGGER to_index AFTER INSERT ON source_updates FOR EACH ROW EXECUTE FUNCTION part_of_submission_to_index();
CREATE TRIGGER to_index AFTER INSERT ON entry_versions FOR EACH ROW EXECUTE FUNCTION part_of_submission_to_index();
CREATE TRIGGER to_index AFTER INSERT ON messages_to_sources FOR EACH ROW EXECUTE FUNCTION part_of_submission_to_index();
CREATE TRIGGER to_index AFTER INSERT OR UPDATE ON cases FOR EACH ROW EXECUTE FUNCTION case_to_index();
CREATE TRIGGER to_index AFTER INSERT ON case_versions FOR EACH ROW EXECUTE FUNCTION part_of_case_to_index();
CREATE TRIGGER to_index AFTER INSERT ON findings FOR EACH ROW EXECUTE FUNCTION part_of_case_to_index();
CREATE TRIGGER to_index AFTER INSERT OR UPDATE ON case_records FOR EACH ROW EXECUTE FUNCTION part_of_case_to_index();

ALTER TABLE search_documents ENABLE ROW LEVEL SECURITY;
ALTER TABLE search_documents FORCE ROW LEVEL SECURITY;
ALTER TABLE search_queue ENABLE ROW LEVEL SECURITY;
ALTER TABLE search_queue FORCE ROW LEVEL SECURITY;

-- The pages' role touches neither table: it finds through the two functions below, which run as the owner and look at the
-- transaction's compartments once, not at each row. (An index on tokens cannot be used under a policy, since comparing
-- lists is not leakproof.)
CREATE POLICY owner_finds ON search_documents FOR SELECT TO amparo_verification_migrator USING (true);
CREATE POLICY indexing ON search_documents TO amparo_verification_system USING (true) WITH CHECK (true);
CREATE POLICY within_compartment ON search_queue FOR INSERT TO amparo_verification_app
    WITH CHECK (may_see(compartment));
CREATE POLICY indexing ON search_queue TO amparo_verification_system USING (true) WITH CHECK (true);
CREATE POLICY indexing ON cases FOR SELECT TO amparo_verification_system USING (true);

GRANT SELECT, INSERT, UPDATE, DELETE ON search_documents TO amparo_verification_system;
GRANT INSERT (submission_id, case_id, compartment) ON search_queue TO amparo_verification_app;
GRANT SELECT, DELETE ON search_queue TO amparo_verification_system;
GRANT EXECUTE ON FUNCTION submission_to_index, part_of_submission_to_index, case_to_index, part_of_case_to_index
    TO amparo_verification_app;

-- The condition of one question in one compartment: all of `wanted`, and one of each of the lists in `choices`
-- ("{1,2};{3,4}"). Made of numbers alone.
CREATE FUNCTION search_condition(compartment text, wanted text, choices text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT format('compartment = %L AND tokens @> %L::bigint[]', compartment, wanted::bigint[])
        || coalesce((SELECT string_agg(format(' AND tokens && %L::bigint[]', choice::bigint[]), '')
            FROM unnest(string_to_array(nullif(choices, ''), ';')) choice), '')
$$;

-- Things found, the exactly matching first, then the most urgent, then the newest. One question for each compartment.
CREATE FUNCTION search_found(
    compartments text[], wanted text[], choices text[], exact text[], skipped bigint, most bigint
) RETURNS TABLE (submission_id uuid, case_id uuid, compartment text, is_exact boolean, facets bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ${schema}, pg_temp SET enable_seqscan = off AS $$
DECLARE
    parts text[] := '{}';
    allowed text[] := string_to_array(current_setting('amparo.compartments', true), ',');
BEGIN
    FOR i IN 1 .. coalesce(array_length(compartments, 1), 0) LOOP
        CONTINUE WHEN compartments[i] <> ALL (allowed) OR allowed IS NULL;
        parts := parts || CASE WHEN exact[i] IS NULL THEN
            format('SELECT d.*, true AS is_exact FROM search_documents d WHERE %s',
                search_condition(compartments[i], wanted[i], choices[i]))
        ELSE
            format('SELECT d.*, e.found IS NOT NULL AS is_exact FROM search_documents d
                LEFT JOIN (SELECT coalesce(submission_id, case_id) AS found FROM search_documents WHERE %s) e
                    ON e.found = coalesce(d.submission_id, d.case_id) WHERE %s',
                search_condition(compartments[i], exact[i], choices[i]),
                search_condition(compartments[i], wanted[i], choices[i]))
        END;
    END LOOP;
    IF parts = '{}' THEN RETURN; END IF;
    RETURN QUERY EXECUTE format(
        'SELECT submission_id, case_id, compartment, is_exact, facets FROM (%s) found
         ORDER BY is_exact DESC, urgency, happened_at DESC, coalesce(submission_id, case_id) OFFSET %s LIMIT %s',
        array_to_string(parts, ' UNION ALL '), skipped, most);
END
$$;

-- How many there are in each compartment, how many of them came after a moment, and the codes of all.
CREATE FUNCTION search_counted(compartments text[], wanted text[], choices text[], since timestamptz, with_facets boolean)
RETURNS TABLE (compartment text, found bigint, added bigint, facets bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ${schema}, pg_temp SET enable_seqscan = off AS $$
DECLARE
    allowed text[] := string_to_array(current_setting('amparo.compartments', true), ',');
BEGIN
    FOR i IN 1 .. coalesce(array_length(compartments, 1), 0) LOOP
        CONTINUE WHEN compartments[i] <> ALL (allowed) OR allowed IS NULL;
        RETURN QUERY EXECUTE format(
            'SELECT %L::text, count(*), count(*) FILTER (WHERE added_at > %L::timestamptz), %s
             FROM search_documents WHERE %s',
            compartments[i], since,
            CASE WHEN with_facets THEN 'coalesce(string_agg(facets, ''''::bytea), ''''::bytea)' ELSE '''''::bytea' END,
            search_condition(compartments[i], wanted[i], choices[i]));
    END LOOP;
END
$$;

GRANT EXECUTE ON FUNCTION search_found, search_counted TO amparo_verification_app;

-- Questions that an officer has kept. What is asked lies sealed.
CREATE TABLE saved_searches (
    id uuid NOT NULL,
    compartment text NOT NULL,
    saved_by uuid NOT NULL,
    saved_at timestamptz NOT NULL,
    is_shared boolean NOT NULL,
    sealed bytea NOT NULL,
    CONSTRAINT saved_searches_pkey PRIMARY KEY (id)
);
CREATE INDEX saved_searches_by_compartment ON saved_searches (compartment, saved_at);

-- When each officer last looked at what it finds.
CREATE TABLE saved_search_looks (
    search_id uuid NOT NULL,
    staff_id uuid NOT NULL,
    looked_at timestamptz NOT NULL,
    CONSTRAINT saved_search_looks_pkey PRIMARY KEY (search_id, staff_id),
    CONSTRAINT look_at_a_saved_search FOREIGN KEY (search_id) REFERENCES saved_searches (id) ON DELETE CASCADE
);

ALTER TABLE saved_searches ENABLE ROW LEVEL SECURITY;
ALTER TABLE saved_searches FORCE ROW LEVEL SECURITY;
ALTER TABLE saved_search_looks ENABLE ROW LEVEL SECURITY;
ALTER TABLE saved_search_looks FORCE ROW LEVEL SECURITY;
CREATE POLICY within_compartment ON saved_searches TO amparo_verification_app
    USING (may_see(compartment)) WITH CHECK (may_see(compartment));
CREATE POLICY within_compartment ON saved_search_looks TO amparo_verification_app
    USING (EXISTS (SELECT FROM saved_searches WHERE saved_searches.id = search_id));

GRANT SELECT, INSERT, DELETE ON saved_searches TO amparo_verification_app;
GRANT SELECT, INSERT, UPDATE (looked_at) ON saved_search_looks TO amparo_verification_app;
