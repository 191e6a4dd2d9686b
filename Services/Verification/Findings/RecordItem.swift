import Accounts
import CaseModel
import Foundation
import Postgres
import Web

/// An officer records one item of information, graded by source and by item (DOMAIN.md C.2), or changes one.
struct RecordItem: Sendable {
    let change: ChangeFindings

    private var records: CaseRecords { change.records }

    func callAsFunction(
        _ content: ItemContent, in caseID: CaseID, by officer: Staff, at now: Date = .now
    ) async throws -> RecordID {
        try await change(.recordFinding, in: caseID, by: officer, at: now) { place, transaction in
            var content = Self.adopting(content, place.file.items)
            content.gradedBy = content.isGraded ? place.officer : nil
            content.second = nil
            try await check(content, nil, place, &transaction)
            let id = try await records.add(
                content, to: caseID, place.sealing, by: place.officer, at: now, in: &transaction)
            try await register(id, content, place, &transaction)
            return (id, id)
        }
    }

    /// - Parameter seen: The version that the officer had before them. What somebody else changed meanwhile is merged, or comes
    ///   back as a conflict.
    func revise(
        _ id: RecordID, seen: Int, to content: ItemContent, in caseID: CaseID, by officer: Staff, at now: Date = .now
    ) async throws -> Revision {
        try await change(.reviseFinding, in: caseID, by: officer, at: now) { place, transaction in
            let stored = try place.item(id)
            guard let base = try await base(stored, seen, place, &transaction) else { throw DeskFailure.conflict }
            var content = Self.adopting(content, place.file.items.filter { $0.id != id })
            content.second = base.second
            let isRegraded = content.reliability != base.reliability || content.credibility != base.credibility
            content.gradedBy = isRegraded ? place.officer : base.gradedBy
            try await check(content, id, place, &transaction)
            let revision = try await records.revise(
                id, seen: seen, to: content, in: caseID, place.sealing, by: place.officer, at: now, in: &transaction)
            guard case .saved = revision else { return (revision, nil) }
            let merged: Item = try await records.get(id, of: caseID, place.sealing, in: &transaction)
            try await check(merged.content, id, place, &transaction)
            try await register(id, merged.content, place, &transaction)
            return (revision, id)
        }
    }

    private func base(
        _ stored: Item, _ seen: Int, _ place: ChangeFindings.Place, _ transaction: inout Transaction
    ) async throws -> ItemContent? {
        if seen == stored.version { return stored.content }
        return try await records.version(
            stored.id, seen, place.sealing, as: ItemContent.self, in: &transaction)?.content
    }

    /// A group is named as it is named already: capital letters, accents and width make no other group.
    private static func adopting(_ content: ItemContent, _ others: [Item]) -> ItemContent {
        var content = content
        let known = others.map(\.content.group).first {
            $0.compare(content.group, options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive])
                == .orderedSame
        }
        content.group = known ?? content.group
        return content
    }

    /// What only the case can tell: whether the links of an item lead to something that is there and bears it out.
    private func check(
        _ content: ItemContent, _ id: RecordID?, _ place: ChangeFindings.Place, _ transaction: inout Transaction
    ) async throws {
        let others = place.file.items.filter { $0.id != id }
        let byID = Dictionary(others.map { ($0.id, $0.content) }, uniquingKeysWith: { first, _ in first })
        var errors = FormErrors()
        if let told = content.toldByItem, byID[told] == nil { errors.add("told_by_item", Phrase("field.unknown_code")) }
        let confirming = content.confirmedBy.compactMap { byID[$0] }
        if confirming.count != content.confirmedBy.count {
            errors.add("confirmed_by", Phrase("field.unknown_code"))
        } else if confirming.contains(where: { !content.graded.isConfirmed(by: $0.graded) }) {
            errors.add("confirmed_by", Phrase("finding.confirmed_by.not"))
        }
        if !content.graded.mayKeepCredibility(confirming: confirming.map(\.graded)) {
            errors.add("credibility", Phrase("finding.credibility.one"))
        }
        if let source = content.source, !(try await ItemSources.exists(source, in: place.id, &transaction)) {
            errors.add("source", Phrase("field.unknown_code"))
        }
        try errors.check()
    }

    /// Where an item contradicts something, the register gets an entry for a person to look at.
    private func register(
        _ id: RecordID, _ content: ItemContent, _ place: ChangeFindings.Place, _ transaction: inout Transaction
    ) async throws {
        for claim in content.contradicts {
            let known = place.file.assessment.contradictions.contains {
                $0.content.claim == claim && $0.content.items.contains(id)
            }
            guard !known else { continue }
            let against = place.file.items.filter { $0.id != id && $0.content.supports.contains(claim) }.map(\.id)
            _ = try await records.add(
                ContradictionContent(items: [id] + against, claim: claim, differs: .fact, state: .proposed),
                to: place.id, place.sealing, by: place.officer, at: place.now, in: &transaction)
        }
    }
}

extension ItemContent {
    /// As the rules see it, apart from what the register says.
    var graded: GradedItem {
        GradedItem(
            sourceType: sourceType, reliability: reliability, credibility: credibility, independenceGroup: group,
            supports: Set(supports), contradicts: Set(contradicts))
    }
}
