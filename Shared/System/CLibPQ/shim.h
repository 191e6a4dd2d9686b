#pragma once
#include <libpq-fe.h>

// libpq names the fields of an error by character macros, which Swift does not import.
static const int amparo_diag_sqlstate = PG_DIAG_SQLSTATE;
static const int amparo_diag_constraint = PG_DIAG_CONSTRAINT_NAME;
static const int amparo_diag_source_function = PG_DIAG_SOURCE_FUNCTION;

static void amparo_drop_notice(void *context, const PGresult *notice) {
    (void)context;
    (void)notice;
}

// A notice is server text; libpq would print it on standard error.
static inline void amparo_silence_notices(PGconn *connection) {
    PQsetNoticeReceiver(connection, amparo_drop_notice, 0);
}
