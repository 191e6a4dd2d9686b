-- The public door's role adds to the outbox and reads nothing of it, nor does it say how far the outbox has been shipped
-- or how long it is kept: that is the relay's role, which no page uses. Whoever makes the door's role speak gets neither
-- at the sealed submissions of the past nor at the means to drop them unshipped.

REVOKE ALL ON outbox, outbox_place, outbox_batches, outbox_runs, outbox_counters, outbox_republications
    FROM amparo_intake_app;
REVOKE ALL ON FUNCTION number_outbox, take_up_outbox, note_outbox_shipped, rewind_outbox, close_republication, keep_outbox
    FROM amparo_intake_app;

-- Neither an id nor a transaction's number of the writer's choice.
GRANT INSERT (appended_at, topic, partition, event_id, type, key, payload, signature, trace, attributes) ON outbox
    TO amparo_intake_app;

GRANT SELECT ON outbox, outbox_place, outbox_batches, outbox_runs, outbox_counters, outbox_republications
    TO amparo_intake_relay;
GRANT EXECUTE ON FUNCTION number_outbox, take_up_outbox, note_outbox_shipped, rewind_outbox, close_republication, keep_outbox
    TO amparo_intake_relay;
