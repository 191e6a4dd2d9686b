-- What describes people (gender, age, what makes them vulnerable) is read by those who have the right to it and by nobody
-- else: beside the pages' own rule, a transaction sees such records only where it has been told that its reader may.

CREATE POLICY descriptors_need_a_right ON case_records AS RESTRICTIVE TO amparo_verification_app
    USING (kind <> 'DESCRIPTORS' OR current_setting('amparo.descriptors', true) = 'yes');
