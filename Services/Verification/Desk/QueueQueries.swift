import CaseModel
import Foundation
import Postgres

/// The desk's queue, read compartment by compartment along its indexes, so that what is shown is found as fast among two
/// hundred thousand as among two. What does not wait for anything else is a statement, to be sent with others in one round
/// trip.
enum QueueQueries {
    /// What of the queue is asked for.
    struct Scope: Sendable {
        let compartments: [String]
        /// Only what these have; nil for everybody's.
        var officers: [UUID]?
        var isUnassigned = false
        /// Only what has run out of a clock at this moment.
        var overdueAt: Date?
        var limit: Int
        var offset = 0

        var holders: [UUID] { officers ?? [] }
        var isAnybody: Bool { officers == nil }
        /// By urgency: what came before has run out of the first of its clocks.
        func late(_ kind: DeskClock.Kind) -> [Date] {
            Urgency.allCases.map { urgency in
                overdueAt.map { DeskClock.overdueSince(kind, urgency, at: $0) } ?? .distantFuture
            }
        }
    }

    private static let classes = Urgency.allCases.map(\.rawValue)

    // MARK: Submissions

    private static let submission: SQL =
        "id, received_at, urgency, first_read_at, officer_id, told_at, feedback_runs"

    /// Every submission that may be about a life, however many there are.
    static func urgent(in compartments: [String]) -> SQL {
        """
        SELECT \(submission) FROM submissions
        WHERE compartment = ANY (\(compartments)) AND case_id IS NULL AND urgency = 'U1'
        ORDER BY received_at, id
        """
    }

    /// Submissions of the other classes that stand by themselves.
    static func waiting(_ scope: Scope) -> SQL {
        if !scope.isAnybody { return held(scope) }
        let late = scope.late(.triage)
        return """
            SELECT line.* FROM unnest(\(scope.compartments)) AS asked (code)
            CROSS JOIN unnest(\(Array(classes.dropFirst())), \(Array(late.dropFirst()))) AS class (urgency, late)
            CROSS JOIN LATERAL (
                SELECT \(submission) FROM submissions
                WHERE compartment = asked.code AND case_id IS NULL AND campaign_id IS NULL
                    AND submissions.urgency = class.urgency AND received_at < class.late
                    AND (NOT \(scope.isUnassigned) OR officer_id IS NULL)
                ORDER BY received_at, id LIMIT \(scope.limit + scope.offset)) AS line
            ORDER BY line.urgency, line.received_at, line.id OFFSET \(scope.offset) LIMIT \(scope.limit)
            """
    }

    private static func held(_ scope: Scope) -> SQL {
        """
        SELECT \(submission) FROM submissions
        WHERE officer_id = ANY (\(scope.holders)) AND case_id IS NULL AND urgency <> 'U1'
            AND compartment = ANY (\(scope.compartments))
        ORDER BY urgency, received_at, id OFFSET \(scope.offset) LIMIT \(scope.limit)
        """
    }

    // MARK: Campaigns

    /// Campaigns of which something waits that is not listed by itself.
    static func campaigns(
        in compartments: [String], latest: Int, limit: Int, _ transaction: inout Transaction
    ) async throws -> [WaitingCampaign] {
        let heads = try await transaction.query(
            """
            SELECT campaigns.id, first.urgency, first.received_at, (
                SELECT count(*) FROM (
                    SELECT 1 FROM submissions WHERE campaign_id = campaigns.id AND case_id IS NULL AND urgency <> 'U1'
                    LIMIT \(QueueCount.most + 1)) AS counted) AS members
            FROM campaigns CROSS JOIN LATERAL (
                SELECT urgency, received_at FROM submissions
                WHERE campaign_id = campaigns.id AND case_id IS NULL AND urgency <> 'U1'
                ORDER BY urgency, received_at, id LIMIT 1) AS first
            WHERE compartment = ANY (\(compartments))
            ORDER BY first.urgency, first.received_at, campaigns.id LIMIT \(limit)
            """)
        var campaigns: [WaitingCampaign] = []
        for head in heads {
            let id = SubmissionID(try head.get("id", as: UUID.self))
            campaigns.append(
                WaitingCampaign(
                    id: id, urgency: try Code.read(head, "urgency"), receivedAt: try head.get("received_at"),
                    count: QueueCount(try head.get("members")),
                    latest: try await members(of: id, limit: latest, in: &transaction)))
        }
        return campaigns
    }

    /// The submissions of a campaign that wait, without those that stand by themselves, the latest first.
    static func members(
        of campaign: SubmissionID, limit: Int, in transaction: inout Transaction
    ) async throws -> [WaitingSubmission] {
        try await transaction.query(
            """
            SELECT \(submission) FROM submissions
            WHERE campaign_id = \(campaign.uuid) AND case_id IS NULL AND urgency <> 'U1'
            ORDER BY urgency DESC, received_at DESC, id DESC LIMIT \(limit)
            """
        ).map(WaitingSubmission.init)
    }

    // MARK: Cases

    private static let `case`: SQL =
        "id, number, urgency, status, first_received_at, officer_id, decided_at"

    /// With the source of each that has waited longest for a word.
    private static func told(_ cases: SQL) -> SQL {
        """
        SELECT picked.*, (
            SELECT min(told_at) FROM submissions WHERE case_id = picked.id AND feedback_runs) AS told_at
        FROM (\(cases)) AS picked ORDER BY decided_at IS NOT NULL, urgency, first_received_at, id
        """
    }

    /// Every case that may be about a life and is not decided.
    static func urgentCases(in compartments: [String]) -> SQL {
        told(
            """
            SELECT \(`case`) FROM cases
            WHERE compartment = ANY (\(compartments)) AND is_open AND decided_at IS NULL AND urgency = 'U1'
            """)
    }

    /// What is not decided, the most urgent first; of whose work is asked for, all that they have.
    static func cases(_ scope: Scope) -> SQL {
        if !scope.isAnybody { return heldCases(scope) }
        let late = scope.late(.decision)
        return told(
            """
            SELECT line.* FROM unnest(\(scope.compartments)) AS asked (code)
            CROSS JOIN unnest(\(Array(classes.dropFirst())), \(Array(late.dropFirst()))) AS class (urgency, late)
            CROSS JOIN LATERAL (
                SELECT \(`case`) FROM cases
                WHERE compartment = asked.code AND is_open AND decided_at IS NULL AND cases.urgency = class.urgency
                    AND first_received_at < class.late AND (NOT \(scope.isUnassigned) OR officer_id IS NULL)
                ORDER BY first_received_at, id LIMIT \(scope.limit + scope.offset)) AS line
            ORDER BY urgency, first_received_at, id OFFSET \(scope.offset) LIMIT \(scope.limit)
            """)
    }

    /// What is being followed up, where there is room for it behind what is not decided.
    static func followed(
        behind count: Int, _ scope: Scope, in transaction: inout Transaction
    ) async throws -> [QueuedCase] {
        guard scope.isAnybody, scope.overdueAt == nil, count < scope.limit else { return [] }
        return try await transaction.query(
            told(
                """
                SELECT line.* FROM unnest(\(scope.compartments)) AS asked (code)
                CROSS JOIN unnest(\(classes)) AS class (urgency)
                CROSS JOIN LATERAL (
                    SELECT \(`case`) FROM cases
                    WHERE compartment = asked.code AND is_open AND decided_at IS NOT NULL
                        AND cases.urgency = class.urgency AND (NOT \(scope.isUnassigned) OR officer_id IS NULL)
                    ORDER BY first_received_at, id LIMIT \(scope.limit)) AS line
                ORDER BY urgency, first_received_at, id LIMIT \(scope.limit - count)
                """)
        ).map(QueuedCase.init)
    }

    private static func heldCases(_ scope: Scope) -> SQL {
        told(
            """
            SELECT \(`case`) FROM cases
            WHERE officer_id = ANY (\(scope.holders)) AND is_open AND compartment = ANY (\(scope.compartments))
                AND (urgency <> 'U1' OR decided_at IS NOT NULL)
            ORDER BY urgency, first_received_at, id OFFSET \(scope.offset) LIMIT \(scope.limit)
            """)
    }

    // MARK: Feedback

    /// Sources that have heard nothing for too long, the longest first.
    static func untold(
        in compartments: [String], at now: Date, limit: Int, _ transaction: inout Transaction
    ) async throws -> [UntoldSource] {
        let late = DeskClock.overdueSince(.feedback, .u3, at: now)
        return try await transaction.query(
            """
            SELECT line.*, cases.number, coalesce(cases.officer_id, line.officer_id) AS holder
            FROM unnest(\(compartments)) AS asked (code) CROSS JOIN LATERAL (
                SELECT id, case_id, told_at, officer_id FROM submissions
                WHERE compartment = asked.code AND feedback_runs AND told_at < \(late)
                ORDER BY told_at, id LIMIT \(limit)) AS line
            LEFT JOIN cases ON cases.id = line.case_id ORDER BY told_at, line.id LIMIT \(limit)
            """
        ).map(UntoldSource.init)
    }

    // MARK: Counts

    /// One statement for each count.
    static func counts(in compartments: [String], at now: Date) -> [SQL] {
        let triage = Urgency.allCases.map { DeskClock.overdueSince(.triage, $0, at: now) }
        let decision = Urgency.allCases.map { DeskClock.overdueSince(.decision, $0, at: now) }
        let feedback = DeskClock.overdueSince(.feedback, .u3, at: now)
        let most = QueueCount.most + 1
        return [
            """
            SELECT count(*) AS n FROM (SELECT 1 FROM submissions
                WHERE compartment = ANY (\(compartments)) AND case_id IS NULL LIMIT \(most)) AS counted
            """,
            """
            SELECT count(*) AS n FROM (SELECT 1 FROM submissions
                WHERE compartment = ANY (\(compartments)) AND case_id IS NULL AND officer_id IS NULL
                LIMIT \(most)) AS counted
            """,
            """
            SELECT count(*) AS n FROM (
                SELECT 1 FROM unnest(\(classes), \(triage)) AS class (urgency, late) CROSS JOIN LATERAL (
                    SELECT 1 FROM submissions WHERE compartment = ANY (\(compartments)) AND case_id IS NULL
                        AND submissions.urgency = class.urgency AND received_at < class.late LIMIT \(most)) AS line
                LIMIT \(most)) AS counted
            """,
            """
            SELECT count(*) AS n FROM (
                SELECT 1 FROM unnest(\(classes), \(decision)) AS class (urgency, late) CROSS JOIN LATERAL (
                    SELECT 1 FROM cases WHERE compartment = ANY (\(compartments)) AND is_open AND decided_at IS NULL
                        AND cases.urgency = class.urgency AND first_received_at < class.late LIMIT \(most)) AS line
                LIMIT \(most)) AS counted
            """,
            """
            SELECT count(*) AS n FROM (SELECT 1 FROM submissions
                WHERE compartment = ANY (\(compartments)) AND feedback_runs AND told_at < \(feedback)
                LIMIT \(most)) AS counted
            """,
        ]
    }

    /// - Parameter rows: What the statements have found, in their order.
    static func counted(_ rows: some Collection<[Row]>) throws -> Queue.Counts {
        let counts = try rows.map { QueueCount(try $0.first?.get("n") ?? 0) }
        guard counts.count == 5 else { return Queue.Counts() }
        return Queue.Counts(
            waiting: counts[0], unassigned: counts[1],
            overdue: [.triage: counts[2], .decision: counts[3], .feedback: counts[4]])
    }
}
