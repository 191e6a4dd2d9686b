package import CaseModel
import Foundation

/// What another service than Verification may read of a case. Each part has a subkey of its own, which opens nothing else.
package enum CasePart: Sendable, CaseIterable {
    /// What Reporting counts.
    case figures
    /// What Notification needs to tell and to send.
    case brief

    package var reader: ServiceName {
        switch self {
        case .figures: .reporting
        case .brief: .notification
        }
    }
}

extension DataKey {
    /// The subkey of a case's key under which a part is sealed.
    package func part(_ part: CasePart) throws(VaultError) -> DataKey {
        switch part {
        case .figures: try derive("case.figures")
        case .brief: try derive("case.brief")
        }
    }
}

extension SealContext {
    /// A wrapped key opens as this service's copy for this case only.
    static func caseKey(_ caseID: UUID, for service: ServiceName) -> SealContext {
        let column: StaticString =
            switch service {
            case .intake: "intake"
            case .verification: "verification"
            case .notification: "notification"
            case .reporting: "reporting"
            }
        return SealContext(table: "vault.case_keys", column: column, row: caseID)
    }
}
