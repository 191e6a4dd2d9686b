/// Finds in a case's codes what the tools ask for. An officer who knows better says so: a petition may be registered that no
/// code speaks of.
package enum CaseTraitRule {
    package static func traits(_ coding: CodedCase, lists: CodeLists) -> Set<CaseTrait> {
        Set(CaseTrait.allCases.filter { holds($0, coding, lists) })
    }

    private static func holds(_ trait: CaseTrait, _ coding: CodedCase, _ lists: CodeLists) -> Bool {
        switch trait {
        case .councilFamily: families(coding, lists).contains("HRC")
        case .treatyBody: families(coding, lists).contains("TREATY_BODY")
        case .registeredCommunication:
            coding.cooperation.contains {
                family($0.entity, lists) == "TREATY_BODY" && $0.activities.contains("INDIVIDUAL_COMPLAINT")
            }
        case .peaceAndSecurity: families(coding, lists).contains("SECRETARIAT_PEACE")
        case .conference: !families(coding, lists).isDisjoint(with: ["GA_ECOSOC", "CONFERENCE"])
        case .lawOrMassMeasure:
            coding.acts.contains { laws.contains($0.type) }
                || coding.targets.contains { $0.unit == "POPULATION" || $0.categories.contains("CIVIL_SOCIETY_SECTOR") }
        case .inMeeting: coding.acts.contains { $0.placePrecision == "UN_PREMISES" || inMeetings.contains($0.type) }
        case .nonStatePerpetrator: ScopeRule.side(of: perpetrators(coding), lists: lists).includesOthers
        case .armedGroup: !Set(perpetrators(coding)).isDisjoint(with: ["NS_ARMED", "DF_AUTH"])
        case .business: !Set(perpetrators(coding)).isDisjoint(with: ["NS_BUSINESS", "NS_PMSC"])
        case .digitalAttackByUnknown: coding.acts.contains { isDigital($0) && isByUnknown($0) }
        case .detained: coding.targets.contains(where: isDetained)
        case .disappeared: isDisappeared(coding)
        case .relative:
            coding.targets.contains { $0.categories.contains("RELATIVE") } || coding.acts.contains { $0.type == "T09" }
        case .child: coding.targets.contains { $0.ageBand == "CHILD" }
        case .humanRightsInstitution:
            categories(coding, anyOf: ["NHRI", "NHRI_STAFF", "NPM"]) || coding.acts.contains { $0.type == "N01" }
        case .unPersonnel:
            categories(coding, anyOf: ["UN_STAFF", "UN_EXPERT"]) || coding.acts.contains { $0.type == "N02" }
        }
    }

    /// Laws and their use, and what strikes many at once (list `act_type`).
    private static let laws: Set<String> = ["O03", "O06", "O07"]
    /// Acts that cannot happen but in a UN meeting or on its premises (list `act_type`).
    private static let inMeetings: Set<String> = ["S07", "T07", "U03", "U04"]
    /// Held for certain; who is on trial or sentenced may be at liberty (list `legal_status`).
    private static let custody: Set<String> = ["ARRESTED", "PRETRIAL"]
    private static let mayBeCustody: Set<String?> = ["ON_TRIAL", "CONVICTED", "UNKNOWN", nil]
    private static let digital: Set<String> = ["S02", "S03", "S04", "S05", "S06", "S07"]
    private static let unknown: Set<String> = ["UNKNOWN", "NS_ONLINE"]

    private static func isDigital(_ act: CodedCase.Act) -> Bool {
        digital.contains(act.type) && act.modality != "OFFLINE"
    }

    private static func isByUnknown(_ act: CodedCase.Act) -> Bool { act.perpetrators.allSatisfy(unknown.contains) }

    private static func isDetained(_ target: CodedCase.Target) -> Bool {
        target.legalStatus.map(custody.contains) == true
            || (target.categories.contains("DETAINEE") && mayBeCustody.contains(target.legalStatus))
    }

    /// As long as nobody knows where the person is: the status says so, or an act does and no status is known since.
    private static func isDisappeared(_ coding: CodedCase) -> Bool {
        coding.targets.contains { $0.legalStatus == "DISAPPEARED" }
            || (coding.acts.contains { $0.type == "V03" }
                && coding.targets.allSatisfy { ["UNKNOWN", nil].contains($0.legalStatus) })
    }

    private static func family(_ entity: String, _ lists: CodeLists) -> String? {
        lists.item(entity, in: "un_entity")?.text("family")
    }

    private static func families(_ coding: CodedCase, _ lists: CodeLists) -> Set<String> {
        Set(coding.cooperation.compactMap { family($0.entity, lists) })
    }

    private static func perpetrators(_ coding: CodedCase) -> [String] { coding.acts.flatMap(\.perpetrators) }

    private static func categories(_ coding: CodedCase, anyOf codes: Set<String>) -> Bool {
        coding.targets.contains { !$0.categories.isDisjoint(with: codes) }
    }
}

extension ScopeRule.Side {
    /// Somebody besides a State, or instead of one.
    fileprivate var includesOthers: Bool { self == .others || self == .both }
}
