import CaseModel
import Foundation
import HTTP
import Postgres
import ServiceRuntime
import Synchronization
import Vault
import Web

/// Decides who is let in when not everybody can be, before anything is sealed or written: the most urgent always, partners
/// and people at a form before programs that show nothing. It knows rates and how long commits take, and nothing about
/// who sends (docs/surge.md).
final class Admission: Service {
    let name = "admission"

    private struct State {
        var bucket: TokenBucket
        var watch: FloodWatch
    }

    private let limits: AdmissionLimits
    private let challenges: WorkChallenges
    private let writer: SubmissionWriter
    private let database: Database
    private let logger: Logger
    private let figures: AdmissionFigures
    private let state: Mutex<State>

    init(
        limits: AdmissionLimits, signing: SigningKey, writer: SubmissionWriter, database: Database, logger: Logger,
        metrics: Metrics
    ) {
        self.limits = limits
        self.writer = writer
        self.database = database
        self.logger = logger
        challenges = WorkChallenges(key: signing, bits: limits.workBits)
        figures = AdmissionFigures(metrics)
        state = Mutex(
            State(bucket: TokenBucket(rate: limits.rate, burst: limits.burst), watch: FloodWatch(limits.flood)))
    }

    /// Whether programs without a form token have to show work now.
    var isFlooded: Bool {
        state.withLock { state in
            state.watch.turn(to: Self.second)
            return state.watch.isOn
        }
    }

    /// A challenge to hand out with a refusal.
    func challenge(at now: Date = .now) -> WorkChallenge { challenges.current(now) }

    // MARK: Who is it?

    /// The sender of a program's request that has no form token: with what it proved, where it shows a proof. While no flood
    /// is on nobody needs one, and a stale one does no harm.
    func program(proof: String?, body: [UInt8], now: Date = .now) throws(AdmissionFailure) -> Sender {
        if let ticket = proof.flatMap({ challenges.ticket(for: $0, body: body, now: now) }) {
            return .program(work: ticket)
        }
        if proof != nil { note(.failing) }
        guard isFlooded else { return .program(work: nil) }
        if proof == nil { note(.bare) }
        figures.count(.program(work: nil), .workRequired)
        throw proof == nil ? .workRequired : .workNotProved
    }

    /// A submission came.
    func note(_ sender: Sender) { note(sender == .program(work: nil) ? .bare : .backed) }

    /// Something came that was not what it should be: a form token, a body, a receipt code.
    func noteFailing() { note(.failing) }

    private func note(_ kind: FloodWatch.Kind) {
        if kind == .failing { figures.countFailing() }
        state.withLock { $0.watch.note(kind, second: Self.second) }
    }

    // MARK: May it come in?

    /// Throws `busy` where a submission cannot be let in now. A most urgent one always can: only a writer full of most urgent
    /// ones refuses it.
    func admit(_ sender: Sender, _ urgency: Urgency) throws {
        let rank = Rank(sender, urgency)
        guard state.withLock({ $0.bucket.take(keeping: rank.share, at: .now) }) else {
            figures.count(sender, .shaped)
            throw IntakeFailure.busy
        }
        guard let patience = rank.patience, writer.expectedWait > limits.longestWait * patience else { return }
        figures.count(sender, .overloaded)
        throw IntakeFailure.busy
    }

    func count(_ sender: Sender, _ outcome: AdmissionFigures.Outcome) { figures.count(sender, outcome) }

    /// What each kind leaves to those who come before it.
    private struct Rank {
        /// The part of a burst it leaves; nil for none.
        let share: Double?
        /// The part of the longest wait up to which it is let in; nil for any.
        let patience: Double?

        init(_ sender: Sender, _ urgency: Urgency) {
            switch sender {
            case _ where urgency == .u1: (share, patience) = (nil, nil)
            case .form, .partner: (share, patience) = (0.1, 1)
            case .program(let work): (share, patience) = work == nil ? (0.5, 0.5) : (0.25, 0.75)
            }
        }
    }

    // MARK: Life

    func run(_ lifetime: Lifetime) async throws {
        lifetime.started()
        var second = 0
        var wasFlooded = false
        while await lifetime.pause(.seconds(1)) {
            let isFlooded = isFlooded
            if isFlooded != wasFlooded {
                logger.warning(isFlooded ? "A flood of requests is on" : "The flood of requests is over")
            }
            wasFlooded = isFlooded
            figures.show(isFlooded: isFlooded, waiting: writer.waiting, wait: writer.expectedWait)
            second += 1
            if second % Self.sweepSeconds == 1 { await sweep() }
        }
    }

    private func sweep() async {
        do {
            _ = try await database.query(SubmissionQueries.sweepTickets)
        } catch {
            logger.warning("Used tickets could not be swept", [.error: .error(error)])
        }
    }

    private static let sweepSeconds = 900
    private static let start = ContinuousClock.now
    private static var second: Int { Int(start.duration(to: .now).components.seconds) }
}

/// Why a program is not let in without work. The answer brings a challenge along.
enum AdmissionFailure: String, HTTPFailure {
    /// A flood is on, and no work was shown.
    case workRequired = "work-required"
    /// What was shown is no proof, or no longer.
    case workNotProved = "work-not-proved"

    var code: String { rawValue }
    var status: Status { .tooManyRequests }
    var headers: Headers { ["Retry-After": "1"] }
    var title: String {
        switch self {
        case .workRequired: "Very many requests are coming in. Show work, or send the form."
        case .workNotProved: "The proof of work does not hold."
        }
    }
}
