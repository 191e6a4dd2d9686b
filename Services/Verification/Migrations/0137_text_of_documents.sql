-- Of office documents and drawings the words alone are taken out, in the sandbox.

ALTER TABLE evidence_copies DROP CONSTRAINT kind_is_of_a_copy;
ALTER TABLE evidence_copies ADD CONSTRAINT kind_is_of_a_copy
    CHECK (kind IN ('PICTURE', 'STRIPPED', 'REDACTED', 'SCAN', 'TEXT'));
