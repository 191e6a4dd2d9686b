-- What a consumer does with a batch of 64: its place, the inbox and a row for each event, in one statement.
WITH place AS (
    UPDATE bench.consumer_places SET last_sequence = last_sequence + 64, known_sequence = known_sequence + 64
    WHERE consumer = 'bench' AND source = 'intake' AND topic = 'amparo.intake.v1' AND partition = 0
), fresh AS (
    INSERT INTO bench.inbox (consumer, event_id) SELECT 'bench', gen_random_uuid() FROM generate_series(1, 64)
    ON CONFLICT DO NOTHING RETURNING event_id
)
INSERT INTO bench.benchmark_effects (event_id, subject, happened_at, text)
SELECT event_id, gen_random_uuid(), now(), :text FROM fresh;
