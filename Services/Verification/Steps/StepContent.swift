import CaseModel

/// Why a case went from one status to another. That it did stands in `case_steps` in clear; this is the sealed half.
struct StepContent: CaseRecordContent {
    static let kind = RecordKind("STEP")
    static let codeLists = ["before": "case_status", "after": "case_status"]
    static let order = ["before", "after", "reason", "wakes"]

    var before: CaseStatus
    var after: CaseStatus
    /// In the officer's words.
    var reason: String
    /// What would wake a dormant case; empty otherwise.
    var wakes = ""
}
