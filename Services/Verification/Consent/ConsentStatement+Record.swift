import CaseModel

extension ConsentStatement: CaseRecordContent {
    static var kind: RecordKind { RecordKind("CONSENT") }

    static var codeLists: [String: String] {
        ["purposes": "consent_purpose", "ground": "consent.basis.", "obtained": "consent.obtained."]
    }

    static var order: [String] {
        [
            "subject", "purposes", "ground", "groundNote", "childAssent", "childGuardian", "bestInterests", "obtained",
            "witness", "explainedBy", "explanationLanguage", "explanationVersion", "conditions", "recipients",
            "expires",
            "givenAt", "isWholeDay", "recordedAt", "submission", "signedBy", "signedAt",
        ]
    }
}
