-- What may be sent once: the ticket of each form (or proof of work) that was sent, stored in the transaction of what it
-- brought. Its end is a full hour, so that a row does not tell when somebody opened a page, and it comes first in the key:
-- rows are added near the end of the index and removed at its beginning.

CREATE TABLE used_tickets (
    ends_at timestamptz NOT NULL,
    nonce uuid NOT NULL,
    CONSTRAINT used_tickets_pkey PRIMARY KEY (ends_at, nonce)
);

-- Forgets tickets that have ended: with no clock of ours they are taken any more. Returns how many there were.
CREATE FUNCTION sweep_used_tickets() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
    WITH gone AS (DELETE FROM used_tickets WHERE ends_at < now() - interval '1 hour' RETURNING 1)
    SELECT count(*) FROM gone
$$;

REVOKE ALL ON FUNCTION sweep_used_tickets FROM PUBLIC;
GRANT SELECT, INSERT ON used_tickets TO amparo_intake_app;
GRANT EXECUTE ON FUNCTION sweep_used_tickets TO amparo_intake_app;
