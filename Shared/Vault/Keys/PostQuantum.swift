import CSodium
package import ServiceRuntime

/// Whether what is sealed today withstands a quantum computer of later.
package enum PostQuantum {
    /// True when this was built against libsodium 1.0.22 or later.
    package static var isAvailable: Bool { amparo_xwing_is_available() == 1 }

    /// Says loudly that values will be sealed with X25519 only, or refuses to start where
    /// `AMPARO_REQUIRE_POST_QUANTUM` is true.
    package static func check(settings: Settings, logger: Logger, keys: PublicKeys? = nil) throws {
        let isRequired = try settings.flag("AMPARO_REQUIRE_POST_QUANTUM", default: false)
        if !isAvailable {
            if isRequired {
                throw StartFailure(
                    """
                    Post-quantum sealing is required (AMPARO_REQUIRE_POST_QUANTUM) and libsodium is older than 1.0.22.
                    """,
                    code: "post-quantum-unavailable")
            }
            logger.warning(
                "SEALED WITHOUT POST-QUANTUM PROTECTION: libsodium is older than 1.0.22, suite 1 (X25519) is used")
        } else if let keys, !keys.arePostQuantum {
            if isRequired {
                throw StartFailure(
                    """
                    Post-quantum sealing is required (AMPARO_REQUIRE_POST_QUANTUM) and a service's public key has no \
                    X-Wing part: run amparo keys complete.
                    """,
                    code: "post-quantum-key-missing")
            }
            logger.warning(
                "SEALED WITHOUT POST-QUANTUM PROTECTION: a service's public key has no X-Wing part, suite 1 is used")
        }
    }
}
