/// What is established so far (list `verification_status`, DOMAIN.md C.1).
package enum VerificationStatus: String, Codable, Sendable, CaseIterable {
    case v0 = "V0_UNASSESSED"
    case v1 = "V1_INSUFFICIENT"
    case v2 = "V2_CREDIBLE"
    case v3 = "V3_CORROBORATED"
    case v4 = "V4_REASONABLE_GROUNDS"
    case v5 = "V5_CONTESTED"
    case v6 = "V6_REFUTED"
}

/// How strongly the act is linked to the cooperation (list `nexus_strength`, DOMAIN.md C.4).
package enum NexusStrength: String, Codable, Sendable, CaseIterable, Comparable {
    case n0 = "N0_NONE"
    case n1 = "N1_TEMPORAL"
    case n2 = "N2_PATTERN"
    case n3 = "N3_EXPLICIT"
    case n4 = "N4_ACKNOWLEDGED"

    package static func < (one: NexusStrength, other: NexusStrength) -> Bool { one.rawValue < other.rawValue }
}
