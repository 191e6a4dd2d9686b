-- Whether a case may be counted, as its people said it last: sealed as everything else that is told of it. Between a
-- withdrawal and the word of what was withdrawn the case is left out.

ALTER TABLE cases ADD COLUMN sealed_consent bytea;
ALTER TABLE cases ADD COLUMN is_held_back boolean NOT NULL DEFAULT false;
