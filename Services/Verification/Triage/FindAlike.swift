import CaseModel
import Foundation
import Postgres

/// Something that may tell of the same, with the reasons; a person confirms.
struct Alike: Sendable {
    enum Other: Sendable, Equatable {
        case submission(SubmissionID, isInCampaign: Bool)
        case `case`(CaseID, number: Int64, status: CaseStatus)
    }

    let other: Other
    let urgency: Urgency
    /// When it came; of a case, its first receipt.
    let receivedAt: Date
    /// How many submissions of the case are like it.
    let count: Int
    let proposal: LikenessRule.Proposal
}

/// Looks for what may tell of the same as some submissions (DOMAIN.md IN-07): candidates by the hashes that they share, and
/// then the rule. A hash that very many have tells nothing: what stands under it is no name.
struct FindAlike: Sendable {
    /// More than this have a name that is none.
    static let common = 40
    /// As many copies of a text are looked at.
    static let copies = 50
    private static let candidates = 200
    private static let most = 20
    /// As many of a case's submissions are compared.
    private static let mostOwn = 50

    /// - Parameter id: The case that they belong to, which is not proposed.
    func callAsFunction(
        _ submissions: [SubmissionID], of id: CaseID?, in transaction: inout Transaction
    ) async throws -> [Alike] {
        let own = try await LikenessQueries.find(Array(submissions.prefix(Self.mostOwn)), in: &transaction)
        guard !own.isEmpty else { return [] }
        let (ids, common) = try await candidates(own, besides: Set(submissions), in: &transaction)
        let others = try await LikenessQueries.find(ids, in: &transaction)
        let refused = try await AlikeQueries.refused(submissions, id, in: &transaction)
        var best: [SubmissionID: LikenessRule.Proposal] = [:]
        for other in others {
            let features = other.features.without(common)
            for one in own where !refused.contains(.init(one.submission.uuid, other.submission.uuid)) {
                guard let proposal = LikenessRule.compare(one.features.without(common), features) else { continue }
                if proposal.score > best[other.submission]?.score ?? -1 { best[other.submission] = proposal }
            }
        }
        let places = try await AlikeQueries.places(Array(best.keys), in: &transaction)
        return Array(Self.grouped(places, best, own, id, refused).prefix(Self.most))
    }

    /// Those that share the rarest, the most shared first; and the hashes that are too common.
    private func candidates(
        _ own: [LikenessRow], besides submissions: Set<SubmissionID>, in transaction: inout Transaction
    ) async throws -> ([SubmissionID], common: Set<UInt64>) {
        let texts = Set(own.flatMap { LikenessTokens.text($0.features) })
        let names = LikenessTokens.asked(own.map(\.features))
        let alikeTexts = try await LikenessQueries.hits(Array(texts), most: Self.copies, in: &transaction)
        let alikeNames = try await LikenessQueries.hits(names, most: Self.common, in: &transaction)
        let count = Dictionary(alikeNames.map { ($0.token, 1) }, uniquingKeysWith: +)
        let common = Set(count.filter { $0.value > Self.common }.keys)
        let shared = alikeTexts + alikeNames.filter { !common.contains($0.token) }
        let found = Dictionary(
            shared.filter { !submissions.contains($0.submission) }.map { ($0.submission, 1) }, uniquingKeysWith: +)
        let ranked = found.sorted { ($0.value, $1.key.description) > ($1.value, $0.key.description) }
        return (ranked.prefix(Self.candidates).map(\.key), Set(common.map { UInt64(bitPattern: $0) }))
    }

    /// Submissions of one case are one proposal: the case.
    static func grouped(
        _ places: [AlikePlace], _ proposals: [SubmissionID: LikenessRule.Proposal], _ own: [LikenessRow],
        _ id: CaseID?, _ refused: Set<AlikePair>
    ) -> [Alike] {
        var alike: [Alike] = []
        let byCase = Dictionary(grouping: places.filter { $0.caseID != nil }) { $0.caseID }
        for (caseID, places) in byCase {
            guard let caseID, caseID != id, let first = places.first,
                !own.contains(where: { refused.contains(.init($0.submission.uuid, caseID.uuid)) }),
                id.map({ !refused.contains(.init($0.uuid, caseID.uuid)) }) ?? true,
                let best = places.compactMap({ proposals[$0.submission] }).max(by: { $0.score < $1.score }),
                let number = first.caseNumber, let status = first.caseStatus
            else { continue }
            alike.append(
                Alike(
                    other: .case(caseID, number: number, status: status), urgency: first.caseUrgency ?? first.urgency,
                    receivedAt: places.map(\.receivedAt).min() ?? first.receivedAt, count: places.count,
                    proposal: best))
        }
        for place in places where place.caseID == nil {
            guard let proposal = proposals[place.submission],
                id.map({ !refused.contains(.init(place.submission.uuid, $0.uuid)) }) ?? true
            else { continue }
            alike.append(
                Alike(
                    other: .submission(place.submission, isInCampaign: place.isInCampaign), urgency: place.urgency,
                    receivedAt: place.receivedAt, count: 1, proposal: proposal))
        }
        return alike.sorted { ($1.proposal.score, $0.receivedAt) < ($0.proposal.score, $1.receivedAt) }
    }
}

extension LikenessFeatures {
    /// Without names that are none.
    fileprivate func without(_ common: Set<UInt64>) -> LikenessFeatures {
        var features = self
        features.names.subtract(common)
        features.places.subtract(common)
        return features
    }
}
