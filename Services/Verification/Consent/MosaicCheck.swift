import CaseModel
import Foundation

/// Whether naming those who agreed to be named tells who the others are: for each person who did not, with the sentences of
/// the case's texts that would (DOMAIN.md C.5).
struct MosaicCheck: Sendable {
    struct Exposure: Sendable, Equatable {
        let person: RecordID
        let purpose: ConsentPurpose
        /// Somebody who may be named, and how the two stand to each other.
        let related: [Related]
        /// What in the texts gives them away.
        let findings: [MosaicRule.Finding]
    }

    struct Related: Sendable, Equatable {
        let other: RecordID
        let relation: MosaicRule.Relation
    }

    /// Nobody is exposed where nobody may be named: then nobody is.
    static func exposures(_ ledger: ConsentLedger, texts: [String], at now: Date) -> [Exposure] {
        IdentityLevel.Audience.allCases.flatMap { audience -> [Exposure] in
            let people = ledger.people.people.map { person in
                MosaicRule.Person(
                    id: person.id.description, names: person.names,
                    mayBeNamed: ledger.identity(of: person, before: audience, at: now) == .named)
            }
            guard people.contains(where: \.mayBeNamed) else { return [] }
            let findings = texts.flatMap { MosaicRule.check($0, people: people, links: ledger.people.links) }
            let named = Set(people.filter(\.mayBeNamed).map(\.id))
            return people.filter { !$0.mayBeNamed }.compactMap { person in
                guard let id = RecordID(person.id) else { return nil }
                return Exposure(
                    person: id, purpose: audience.named,
                    related: related(person.id, named, ledger.people.links),
                    findings: unique(findings.filter { $0.person == person.id }))
            }
        }
    }

    private static func related(_ id: String, _ named: Set<String>, _ links: [MosaicRule.Link]) -> [Related] {
        links.compactMap { link in
            let other = link.from == id ? link.to : link.to == id ? link.from : nil
            guard let other, named.contains(other), let record = RecordID(other) else { return nil }
            return Related(other: record, relation: link.relation)
        }
    }

    private static func unique(_ findings: [MosaicRule.Finding]) -> [MosaicRule.Finding] {
        var seen: [MosaicRule.Finding] = []
        for finding in findings where !seen.contains(finding) { seen.append(finding) }
        return seen
    }
}

extension ConsentLedger {
    /// What sources told, in their own words.
    var texts: [String] {
        sources.flatMap { source in
            [source.content?.narrative, source.content?.affected].compactMap { $0 }
                + source.updates.compactMap { $0.content?.text }
        }.filter { !$0.isEmpty }
    }
}
