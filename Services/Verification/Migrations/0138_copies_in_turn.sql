-- Working copies are made in turn: what an officer has asked for before what the house makes of every file, the oldest first.
-- However many wait, the next is the first of this index.

DROP INDEX evidence_copies_to_make;
CREATE INDEX evidence_copies_in_turn ON evidence_copies ((asked_by IS NULL), due_at) WHERE state IN ('WAITING', 'WORKING');
