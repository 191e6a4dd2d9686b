-- A source who takes a receipt finds a word in its mailbox: from then on it hears something every thirty days.
GRANT UPDATE (told_at) ON submissions TO amparo_verification_system;
