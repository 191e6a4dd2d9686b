import CaseModel
import Web

/// Every kind of record there is, so that one page can show the history of each.
enum RecordKinds {
    /// A new kind is added here by the feature that brings it.
    static let all: [any CaseRecordContent.Type] = [
        StepContent.self, ScreenContent.self,
        FollowedProtocol.self, StepRecord.self, AddedStep.self, Note.self,
        Subject.self, Descriptors.self, Relation.self, Act.self, Cooperation.self, WholeCase.self,
        ItemContent.self,
        ContradictionContent.self,
        GroupContent.self,
        GroupingContent.self,
        DissentContent.self,
        SignedStep.self,
        ConsentStatement.self, Risk.self, RiskChange.self, RiskSignature.self, Specialist.self, CheckIn.self,
        WebCapture.self, Translation.self,
    ]

    static func type(of kind: RecordKind) -> any CaseRecordContent.Type {
        all.first { $0.kind == kind } ?? UnknownRecord.self
    }
}

/// A record of a kind that this version of the program does not know: shown as its fields are.
private struct UnknownRecord: CaseRecordContent {
    static let kind = RecordKind("UNKNOWN")

    static func title(_ field: String) -> Phrase { Phrase("record.field.unknown", ["field": .text(field)]) }
}
