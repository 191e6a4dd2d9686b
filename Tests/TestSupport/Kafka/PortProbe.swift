import CFixedPort

/// Whether a server could listen on that port of the loopback address now.
package func portIsFree(_ port: UInt16) -> Bool { fixed_port_is_free(port) == 1 }
