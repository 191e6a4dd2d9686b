-- A step of a protocol whose clock has run out is told to the role that the protocol names. The role stands as a keyed token:
-- it would say whose protocol the case follows.

ALTER TABLE case_notices ADD COLUMN for_role bigint;
GRANT UPDATE (for_role) ON case_notices TO amparo_verification_app, amparo_verification_system;
