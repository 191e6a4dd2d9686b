import CaseModel

/// What is known of a case: from what its sources said, and from what officers have recorded.
enum CaseFacts {
    /// What officers can know it from beside the submissions: kinds of records that say it by being there.
    private static let kinds: [RecordKind: CaseFact] = [
        RecordKind("ACT"): .act, RecordKind("COOPERATION"): .cooperation, RecordKind("CONSENT"): .consent,
        RecordKind("TRANSLATION"): .workingLanguage,
    ]

    static var kindsRead: [RecordKind] { kinds.keys.sorted { $0.code < $1.code } }

    static func known(_ coding: CaseCoding, _ sources: [SourceFile], kinds present: Set<RecordKind>) -> Set<CaseFact> {
        var known = sources.reduce(into: Set<CaseFact>()) { $0.formUnion(Self.known($1)) }
        func add(_ fact: CaseFact, _ isKnown: Bool) { if isKnown { known.insert(fact) } }
        add(.place, !coding.statesOfAct.isEmpty || coding.facts?.content.stateOfAct.isEmpty == false)
        add(.victim, coding.subjects.contains { !$0.content.displayName.isEmpty })
        add(.earlierReports, coding.facts?.content.previouslyReported != nil)
        add(.date, coding.acts.contains { $0.content.date?.first != nil })
        add(.perpetrator, coding.acts.contains { !$0.content.perpetrators.isEmpty })
        for (kind, fact) in kinds { add(fact, present.contains(kind)) }
        add(.unLink, known.contains(.cooperation))
        return known
    }

    private static func known(_ file: SourceFile) -> Set<CaseFact> {
        guard let content = file.content else { return [] }
        var known: Set<CaseFact> = []
        func add(_ fact: CaseFact, _ isKnown: Bool) { if isKnown { known.insert(fact) } }
        add(.act, !content.narrative.isEmpty || !content.acts.isEmpty)
        add(.circumstances, !content.narrative.isEmpty)
        let saysLink = content.unLink == .yes || content.unLink == .unsure
        add(.unLink, saysLink || !content.cooperation.isEmpty || !content.unEntities.isEmpty)
        add(.cooperation, !content.cooperation.isEmpty && !content.unEntities.isEmpty)
        add(.victim, !content.affected.isEmpty)
        add(.perpetrator, !content.responsible.isEmpty)
        add(.submitter, file.contact?.contact.isEmpty == false || content.delivery != nil)
        add(.date, content.happened != nil || !content.happenedInWords.isEmpty)
        add(.place, !content.place.isEmpty || content.stateOfAct != nil)
        // To process it is what everybody who submits agrees to.
        add(.consent, file.purposes.contains { $0 != "CP1_PROCESS" })
        add(.earlierReports, !content.toldTo.isEmpty)
        let language = content.language.split(separator: "-").first.map { $0.lowercased() } ?? ""
        add(.workingLanguage, CompletenessRule.workingLanguages.contains(language))
        return known
    }
}
