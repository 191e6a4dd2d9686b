#ifndef AMPARO_CPROCESS_H
#define AMPARO_CPROCESS_H

#include <sys/resource.h>

/// Sets the largest core file to nothing, for this process and those it starts. Takes a structure by pointer, which
/// stays on this side so that Swift needs no unsafe code for it. Returns 0, or -1 where it was refused.
static inline int amparo_forbid_core_files(void) {
    struct rlimit none = {0, 0};
    return setrlimit(RLIMIT_CORE, &none);
}

#endif
