-- The same two rows as Intake writes for a submission, in one statement.
WITH submission AS (
    INSERT INTO bench.submissions (id, received_at, channel, language, urgency, mailbox_id, lookup)
    VALUES (gen_random_uuid(), now(), 'WEB_FORM', 'en', 'U3', gen_random_uuid(),
        decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'))
    RETURNING id
)
INSERT INTO bench.outbox (appended_at, topic, partition, event_id, type, key, payload)
SELECT now(), 'amparo.intake.v1', 3, gen_random_uuid(), 'submission-received.v1', id, convert_to(:payload, 'UTF8')
FROM submission;
