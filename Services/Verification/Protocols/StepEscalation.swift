import CaseModel
import Foundation
import Vault

/// Which notices a case's open steps give: one for each whose clock has an end and somebody to hear of it, noted ahead, so that
/// the desk shows it from then on and nobody has to open the case for that.
struct StepEscalation: Sendable {
    let tokens: SearchTokens
    private let steps: BlindIndexKey

    init(_ sealing: CaseSealing, tokens: SearchTokens) throws {
        self.tokens = tokens
        steps = BlindIndexKey(try sealing.key.derive("protocol.steps"))
    }

    func occasions(_ run: ProtocolRun, _ urgency: Urgency) -> [CaseNotice.Occasion] {
        run.steps.compactMap { step in
            guard let role = step.escalatesTo, let due = run.state(of: step.id)?.due else { return nil }
            return CaseNotice.Occasion(
                kind: .stepOverdue, about: name(step.id), dueAt: due, urgency: urgency, forRole: tokens.role(role))
        }
    }

    /// The same for the same step of the same case; which step it is can be told with the case's key alone.
    private func name(_ step: String) -> UUID {
        let b = steps.token(Array(step.utf8), field: "notice", count: 16)
        return UUID(
            uuid: (b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15])
        )
    }
}
