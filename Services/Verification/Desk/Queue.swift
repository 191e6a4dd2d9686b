import CaseModel
import Foundation
import Postgres

/// What somebody wants to see of the desk. What may cost a life is shown in every view.
enum QueueView: String, Sendable, CaseIterable {
    case all, mine, unassigned, overdue
}

/// A submission that no case holds.
struct WaitingSubmission: Sendable, Equatable {
    let id: SubmissionID
    let receivedAt: Date
    let urgency: Urgency
    let isRead: Bool
    let officer: StaffID?
    /// The last word to the source; nil where that clock does not run.
    let toldAt: Date?

    var clocks: [DeskClock] { DeskClock.waiting(urgency, receivedAt: receivedAt, toldAt: toldAt) }

    init(_ row: Row) throws {
        id = SubmissionID(try row.get("id", as: UUID.self))
        receivedAt = try row.get("received_at")
        urgency = try Code.read(row, "urgency")
        isRead = try row.get("first_read_at", as: Date?.self) != nil
        officer = try row.get("officer_id", as: UUID?.self).map(StaffID.init)
        toldAt = try row.get("feedback_runs", as: Bool.self) ? try row.get("told_at") : nil
    }
}

/// Many submissions with nearly the same text, without those of them that stand by themselves.
struct WaitingCampaign: Sendable {
    let id: SubmissionID
    /// That of its most urgent submission, and when the oldest of these came.
    let urgency: Urgency
    let receivedAt: Date
    let count: QueueCount
    /// Some of its submissions, the latest first.
    let latest: [WaitingSubmission]
}

/// A case in the queue.
struct QueuedCase: Sendable {
    let id: CaseID
    let number: Int64
    let urgency: Urgency
    let status: CaseStatus
    let firstReceivedAt: Date
    let officer: StaffID?
    let isDecided: Bool
    /// The source that has waited longest; nil where that clock does not run.
    let toldAt: Date?

    var clocks: [DeskClock] {
        DeskClock.ofCase(urgency, firstReceivedAt: firstReceivedAt, isDecided: isDecided, toldAt: toldAt)
    }

    init(_ row: Row) throws {
        id = CaseID(try row.get("id", as: UUID.self))
        number = try row.get("number")
        urgency = try Code.read(row, "urgency")
        status = try Code.read(row, "status")
        firstReceivedAt = try row.get("first_received_at")
        officer = try row.get("officer_id", as: UUID?.self).map(StaffID.init)
        isDecided = try row.get("decided_at", as: Date?.self) != nil
        toldAt = try row.get("told_at")
    }
}

/// A source that has heard nothing for too long.
struct UntoldSource: Sendable {
    let submission: SubmissionID
    let caseID: CaseID?
    let caseNumber: Int64?
    let toldAt: Date
    let officer: StaffID?

    init(_ row: Row) throws {
        submission = SubmissionID(try row.get("id", as: UUID.self))
        caseID = try row.get("case_id", as: UUID?.self).map(CaseID.init)
        caseNumber = try row.get("number")
        toldAt = try row.get("told_at")
        officer = try row.get("holder", as: UUID?.self).map(StaffID.init)
    }
}

/// How many there are; beyond a thousand nobody counts.
struct QueueCount: Sendable, Equatable {
    static let most = 1000

    let number: Int

    var isMore: Bool { number > Self.most }

    init(_ number: Int) {
        self.number = number
    }
}

/// The whole queue as one page shows it.
struct Queue: Sendable {
    struct Counts: Sendable {
        var waiting = QueueCount(0)
        var unassigned = QueueCount(0)
        /// By the clock that has run out.
        var overdue: [DeskClock.Kind: QueueCount] = [:]
    }

    /// All of them, whatever the view and the page.
    var urgent: [WaitingSubmission] = []
    var urgentCases: [QueuedCase] = []
    var waiting: [WaitingSubmission] = []
    var campaigns: [WaitingCampaign] = []
    var sources: [UnreadSource] = []
    var cases: [QueuedCase] = []
    var untold: [UntoldSource] = []
    /// What somebody has to look at in cases, with their numbers.
    var notices: [OpenNotice] = []
    /// Files with something wrong.
    var troubled: [EvidenceID] = []
    var counts = Counts()
    var hasMore = false
}
