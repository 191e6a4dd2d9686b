import CaseModel

/// Which protocol a case follows, in which version. A case has one of these at most.
struct FollowedProtocol: CaseRecordContent {
    static let kind = RecordKind("PROTOCOL")
    static let order = ["code", "version", "reason"]

    var code = ""
    var version = 0
    /// Why it was taken, where it is not the suggested one, or why the case moved to it.
    var reason = ""
}

/// One thing that happened to a step of the case's protocol. A row each, never changed.
struct StepRecord: CaseRecordContent {
    static let kind = RecordKind("PROTOCOL_STEP")
    static let order = ["step", "event", "evidence", "reason"]

    var step = ""
    var event = StepEvent.Kind.done
    /// What lies with the case for it.
    var evidence = ""
    var reason = ""
}

/// A step that an officer added to this case's run.
struct AddedStep: CaseRecordContent {
    static let kind = RecordKind("ADDED_STEP")
    static let codeLists = ["role": "role", "escalatesTo": "role"]
    static let order = ["title", "role", "days", "workingDays", "escalatesTo", "after", "reason"]

    /// Within the case: `added-1`.
    var step = ""
    var title = ""
    var role = Role.caseOfficer
    /// Nil without a clock.
    var days: Int?
    var workingDays = false
    var escalatesTo: Role?
    var after: [String] = []
    var reason = ""

    var definition: ProtocolStep {
        ProtocolStep(
            id: step, title: ["en": title], role: role,
            clock: days.map {
                StepClock(amount: $0, unit: workingDays ? .workingDays : .days, mayStop: true, extensions: 1)
            },
            escalatesTo: escalatesTo, after: after)
    }
}
