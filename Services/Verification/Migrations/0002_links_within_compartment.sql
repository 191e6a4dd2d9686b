-- A foreign key looks past row-level security: without this, a submission could be linked to a case that the transaction
-- does not see, and would then be read there by others.
ALTER POLICY within_compartment ON submissions
    WITH CHECK (may_see(compartment) AND (case_id IS NULL OR EXISTS (SELECT FROM cases WHERE cases.id = case_id)));
