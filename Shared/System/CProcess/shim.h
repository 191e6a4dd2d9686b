#ifndef AMPARO_CPROCESS_H
#define AMPARO_CPROCESS_H

#include <malloc.h>
#include <sys/resource.h>

/// Sets the largest core file to nothing, for this process and those it starts. Takes a structure by pointer, which
/// stays on this side so that Swift needs no unsafe code for it. Returns 0, or -1 where it was refused.
static inline int amparo_forbid_core_files(void) {
    struct rlimit none = {0, 0};
    return setrlimit(RLIMIT_CORE, &none);
}

/// Two heaps instead of one for each thread: what one thread frees another can use, where bodies pass from thread to
/// thread in large pieces.
static inline void amparo_share_heaps(void) {
    (void) mallopt(M_ARENA_MAX, 2);
}

#endif
