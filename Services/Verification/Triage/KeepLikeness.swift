import CaseModel
import Foundation
import Postgres
import Vault

/// Keeps what a submission is compared by, in the transaction in which it is stored, and recognizes a text that comes again
/// and again (DOMAIN.md IN-07).
struct KeepLikeness: Sendable {
    let keys: CompartmentKeys
    let read: ReadFeatures
    let open: OpenSubmission

    init(keys: ServiceKeys, lists: CodeLists) {
        self.keys = CompartmentKeys(keys: keys)
        read = ReadFeatures(lists: lists)
        open = OpenSubmission(keys: keys)
    }

    /// As many of those that have the same shingle are looked at: copies of one text say the same of it.
    private static let mostCopies = 8

    /// A submission as it arrived. One that cannot be opened is on the desk all the same, and is like nothing.
    func callAsFunction(
        _ id: SubmissionID, sealed: [UInt8], in compartment: Compartment, at now: Date = .now,
        _ transaction: inout Transaction
    ) async throws {
        guard let content = try? open(sealed, of: id) else { return }
        try await self(id, content, in: compartment, at: now, &transaction)
    }

    func callAsFunction(
        _ id: SubmissionID, _ content: SubmissionContent, later: [LikenessFeatures.Later] = [],
        in compartment: Compartment, at now: Date = .now, _ transaction: inout Transaction
    ) async throws {
        let key = try await keys.get(compartment, in: &transaction)
        let features = try read(content, later: later, under: key)
        let text = LikenessTokens.text(features)
        let holding = try await LikenessQueries.holding(text, most: Self.mostCopies, in: &transaction)
        let original = Campaign.original(of: features, among: holding)
        // A copy is found by its text; its names say nothing new, and would make them look common.
        let tokens = text + (original == nil ? LikenessTokens.names(features) : [])
        try await LikenessQueries.insert(
            id, features, group: original ?? id, tokens: tokens, in: &transaction)
        guard let original else { return }
        if try await LikenessQueries.isCampaign(original, in: &transaction) {
            try await LikenessQueries.join(id, original, in: &transaction)
        } else if try await LikenessQueries.isGroup(original, of: LikenessRule.campaign, in: &transaction) {
            try await LikenessQueries.makeCampaign(original, compartment, at: now, in: &transaction)
        }
    }
}

/// Texts that come many times.
enum Campaign {
    /// The first submission of those with nearly the same text; nil where there is none. Of several texts the likest counts,
    /// and of equally like ones the one that came first.
    static func original(of features: LikenessFeatures, among others: [LikenessRow]) -> SubmissionID? {
        var best: (likeness: Double, group: SubmissionID)?
        for other in others {
            let likeness = features.textLikeness(to: other.features)
            guard likeness >= LikenessRule.copy, likeness > best?.likeness ?? 0 else { continue }
            best = (likeness, other.textGroup)
        }
        return best?.group
    }
}
