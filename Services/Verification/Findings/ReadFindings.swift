import Accounts
import CaseModel
import Foundation
import Postgres

/// Reads all that the findings' page of a case shows.
struct ReadFindings: Sendable {
    let desk: DeskDatabase
    let files: CaseFiles
    let sources: SourceFiles

    func callAsFunction(_ id: CaseID, for staff: Staff) async throws -> Findings {
        try await desk.read(for: staff) { transaction in
            let (file, sealing) = try await files.get(id, in: &transaction)
            return try await self(file, sealing, in: &transaction)
        }
    }

    /// The same of a case that is being read.
    func callAsFunction(
        _ file: CaseFile, _ sealing: CaseSealing, in transaction: inout Transaction
    ) async throws -> Findings {
        let id = file.row.id
        let records = CaseRecords()
        let steps = try await records.all(SignedStep.self, of: id, sealing, in: &transaction)
        let groups = try await records.all(GroupContent.self, of: id, sealing, in: &transaction)
        let groupings = try await records.all(GroupingContent.self, of: id, sealing, in: &transaction)
        let dissents = try await records.all(DissentContent.self, of: id, sealing, in: &transaction)
        let said = try await said(file, sealing, in: &transaction)
        let names = try await StaffNames.of(
            Self.people(file, steps, dissents), in: &transaction)
        return Findings(
            file: file, steps: steps, groups: groups.map(\.content), dissents: dissents,
            proposals: GroupProposals.propose(said, answered: groupings.map(\.content)),
            order: DateOrder(file.coding.acts.map(\.content), file.coding.cooperations.map(\.content)),
            sources: try await ItemSources.all(in: id, &transaction), names: names)
    }

    private static func people(
        _ file: CaseFile, _ steps: [RecordVersion<SignedStep>], _ dissents: [RecordVersion<DissentContent>]
    ) -> [StaffID] {
        var people: [StaffID] = dissents.map(\.createdBy)
        for item in file.items {
            people += [item.createdBy, item.savedBy]
            if let second = item.content.second { people.append(second.by) }
        }
        for one in file.assessment.contradictions { people += [one.createdBy, one.savedBy] }
        for step in steps {
            people += [step.content.officer] + step.content.remarks.map(\.by)
            if let reviewer = step.content.reviewer { people.append(reviewer) }
        }
        return people
    }

    /// What each item says, with the submission that it is and the translations of what it quotes.
    private func said(
        _ file: CaseFile, _ sealing: CaseSealing, in transaction: inout Transaction
    ) async throws -> [GroupProposals.Said] {
        guard file.items.count > 1 else { return [] }
        let linked = Set(file.items.compactMap { $0.content.source }.filter { $0.kind == .submission }.map(\.id))
        var narratives: [UUID: String] = [:]
        for row in file.submissions where linked.contains(row.id.uuid) {
            narratives[row.id.uuid] = (try? sources.open(row))?.narrative
        }
        let translations = try await RecordQueries.all([RecordKind("TRANSLATION")], of: file.row.id, in: &transaction)
            .map { try sealing.fields($0).content }
        return file.items.map { item in
            let content = item.content
            let narrative = content.source.flatMap { narratives[$0.id] }
            let translated = translations.filter { $0.isAbout(content.source) }.compactMap(\.translatedText)
            let texts = ([content.quote, narrative ?? ""] + translated).filter { !$0.isEmpty }
            return GroupProposals.Said(
                id: item.id, group: content.group, toldByItem: content.toldByItem,
                texts: texts.isEmpty ? [content.note] : texts)
        }
    }
}

extension [String: FieldValue] {
    /// Whether any field of the record names what the item comes from.
    fileprivate func isAbout(_ source: ItemSource?) -> Bool {
        guard let source else { return false }
        let id = source.id.uuidString.lowercased()
        return values.contains { if case .text(let text) = $0 { text.lowercased().hasSuffix(id) } else { false } }
    }

    fileprivate var translatedText: String? {
        if case .text(let text)? = self["text"] { text } else { nil }
    }
}

/// All of it, as it is read.
struct Findings: Sendable {
    let file: CaseFile
    let steps: [RecordVersion<SignedStep>]
    let groups: [GroupContent]
    let dissents: [RecordVersion<DissentContent>]
    let proposals: [GroupProposals.Proposal]
    let order: DateOrder
    let sources: [ItemSources.Offered]
    let names: StaffNames

    var assessment: Assessment { file.assessment }

    /// The step that waits for a signature.
    var waiting: [RecordVersion<SignedStep>] { steps.filter { $0.content.state == .waiting } }

    /// How strong the link is by what was decided, or proposed and waits, or else by the evidence.
    var nexus: NexusStrength {
        let proposed = waiting.last { $0.content.what == .decision }?.content.nexus
        return proposed ?? (file.record.decision == nil ? suggestedNexus : file.record.nexus)
    }

    var suggestedNexus: NexusStrength { NexusRule.suggest(assessment.evidenceOfLink, order: order.finding) }

    /// Whether a reviewer could sign V4 now.
    var isEligible: Bool { VerificationRule.mayBeSignedAsReasonableGrounds(assessment.suggestion, nexus: nexus) }
}
