#pragma once
#include <sys/types.h>

// What glibc declares for GNU sources only, and Swift therefore does not see.
int sync_file_range(int descriptor, off_t offset, off_t count, unsigned int flags);

/// Makes the disk begin with a part of a file, and does not wait for it.
static inline void amparo_start_writing(int descriptor, off_t offset, off_t count) {
    // SYNC_FILE_RANGE_WRITE
    (void) sync_file_range(descriptor, offset, count, 2);
}
