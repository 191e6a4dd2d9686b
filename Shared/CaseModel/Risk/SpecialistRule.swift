/// Cases in which somebody with the knowledge for it must be named (DOMAIN.md C.7). As phrase keys `risk.specialist.…`.
package enum SpecialistRule {
    package enum Topic: String, Codable, Sendable, CaseIterable {
        case child = "CHILD"
        /// Sexual and gender-based violence.
        case sexualViolence = "SGBV"
        case lgbtiq = "LGBTIQ"
    }

    /// - Parameters:
    ///   - ageBands: Codes of list `age_band` of everybody in the case.
    ///   - descriptors: Codes of lists `vulnerability` and `target_category`.
    ///   - acts: Codes of list `act_type`.
    package static func topics(ageBands: [String], descriptors: [String], acts: [String]) -> [Topic] {
        var topics: [Topic] = []
        if ageBands.contains("CHILD") { topics.append(.child) }
        if acts.contains(where: ["V07", "S06"].contains) { topics.append(.sexualViolence) }
        if descriptors.contains(where: ["LGBTI", "LGBTI_DEFENDER"].contains) { topics.append(.lgbtiq) }
        return topics
    }
}
