import Accounts
import CaseModel

/// Who may note what became of a step: the role that the step names, and nobody else that it is done.
enum StepHolder {
    /// Nil where somebody with these roles may.
    ///
    /// A role that opens no cases here, as a head of presence, cannot note anything: an officer does, and says who did the step
    /// and how that is known. Whatever else may happen to a step is an officer's to note, with a reason.
    static func problem(
        _ event: StepEvent.Kind, _ step: ProtocolStep, reason: String, roles: Set<Role>,
        permissions: Permissions = .standard
    ) -> FollowProtocol.Refusal? {
        if roles.contains(step.role) { return nil }
        guard permissions.allows(.editCases, roles) else { return .roleMissing }
        guard event == .done else { return nil }
        if permissions.allows(.readCases, [step.role]) { return .roleMissing }
        return reason.allSatisfy(\.isWhitespace) ? .holderUnsaid : nil
    }
}
