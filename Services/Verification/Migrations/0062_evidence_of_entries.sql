-- The originals that an officer attaches to an entry are named by the transaction that stores it.
GRANT INSERT ON evidence TO amparo_verification_app;
