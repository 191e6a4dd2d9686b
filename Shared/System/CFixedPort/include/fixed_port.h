#pragma once
#include <stdint.h>

/// Gives `port` to the next sockets that this thread binds to any port of the loopback address; 0 ends that.
///
/// librdkafka's in-process cluster always asks the system for a random port. An executable that contains this target
/// has a `bind` of its own, which passes every other call on unchanged.
void fixed_port_set(uint16_t port);

/// Whether a socket can listen on that port of the loopback address now. The cluster ends the process where it cannot.
int fixed_port_is_free(uint16_t port);
