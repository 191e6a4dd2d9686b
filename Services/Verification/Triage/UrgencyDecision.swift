import CaseModel

/// How urgent an officer says something is, beside what the system found (DOMAIN.md IN-06). Raising needs no reason; lowering
/// does, and it is kept.
struct UrgencyDecision: Sendable, Equatable {
    var urgency: Urgency
    var reason: String

    /// The most urgent of what the system found for these submissions.
    static func own(_ submissions: [SubmissionRow]) -> Urgency { submissions.map(\.urgency).min() ?? .u3 }

    func lowers(_ own: Urgency) -> Bool { urgency > own }

    func isJustified(against own: Urgency) -> Bool { !lowers(own) || !reason.isEmpty }

    /// What a case becomes when something joins it: what may be about a life makes the case so too, unless somebody gives a
    /// reason why it does not.
    static func joining(_ caseUrgency: Urgency, _ submissions: [SubmissionRow], reason: String) -> Urgency {
        own(submissions).pagesAPerson && reason.isEmpty ? .u1 : caseUrgency
    }
}
