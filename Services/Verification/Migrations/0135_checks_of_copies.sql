-- Working copies are compared with what was made, whenever their file is compared with what was received.

ALTER TABLE evidence_copies
    ADD COLUMN checked_at timestamptz,
    ADD COLUMN check_result text,
    ADD CONSTRAINT check_result_is_a_code CHECK (check_result IN ('INTACT', 'CHANGED', 'MISSING', 'UNREADABLE'));
CREATE INDEX evidence_copies_in_trouble ON evidence_copies (evidence_id) WHERE check_result <> 'INTACT';

GRANT UPDATE (checked_at, check_result) ON evidence_copies TO amparo_verification_system;
