-- Who is away and who stands in. Why somebody is away is nobody's business here.

CREATE TABLE absences (
    id uuid NOT NULL,
    staff_id uuid NOT NULL,
    deputy_id uuid NOT NULL,
    from_day text NOT NULL,
    until_day text NOT NULL,
    entered_at timestamptz NOT NULL,
    entered_by uuid NOT NULL,
    ended_at timestamptz,
    ended_by uuid,
    CONSTRAINT absences_pkey PRIMARY KEY (id),
    CONSTRAINT from_is_a_day CHECK (from_day ~ '^\d{4}-\d\d-\d\d$'),
    CONSTRAINT until_is_a_day CHECK (until_day ~ '^\d{4}-\d\d-\d\d$' AND until_day >= from_day),
    CONSTRAINT nobody_stands_in_for_themselves CHECK (deputy_id <> staff_id),
    CONSTRAINT ended_by_somebody CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);

CREATE INDEX absences_by_day ON absences (until_day) WHERE ended_at IS NULL;

-- The house's, as the calendar is: it says nothing about anybody who came to the UN.
GRANT SELECT, INSERT ON absences TO amparo_verification_app;
GRANT UPDATE (ended_at, ended_by) ON absences TO amparo_verification_app;
