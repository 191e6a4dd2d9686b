import CaseModel
import Foundation
import Postgres

/// Reads who a case is about, as rules need it.
struct ReadPeople: Sendable {
    let records = CaseRecords()

    func callAsFunction(
        _ id: CaseID, _ sealing: CaseSealing, in transaction: inout Transaction
    ) async throws -> CasePeople {
        let coding = try await CaseCoding.read(id, sealing, in: &transaction)
        let described = try await descriptors(id, sealing, &transaction)
        let links = coding.relations.map(\.content).map(Self.link)
        return CasePeople(
            people: coding.subjects.map { Self.person($0, described[$0.id.description]) },
            links: links + Self.implied(coding.subjects, links), acts: coding.acts.map(\.content.act))
    }

    /// What protects a child holds whoever looks: the rules read the age also for a reader who may not see it.
    private func descriptors(
        _ id: CaseID, _ sealing: CaseSealing, _ transaction: inout Transaction
    ) async throws -> [String: Descriptors] {
        let before =
            try await transaction.first("SELECT current_setting('amparo.descriptors', true) AS allowed")?
            .get("allowed", as: String?.self) ?? ""
        try await transaction.execute("SELECT set_config('amparo.descriptors', 'yes', true)")
        let all = try await records.all(Descriptors.self, of: id, sealing, in: &transaction)
        try await transaction.execute("SELECT set_config('amparo.descriptors', \(before), true)")
        return Dictionary(all.map { ($0.content.subject, $0.content) }, uniquingKeysWith: { first, _ in first })
    }

    static func person(_ record: RecordVersion<Subject>, _ described: Descriptors?) -> CasePerson {
        let subject = record.content
        return CasePerson(
            id: record.id, name: subject.displayName,
            names: ([subject.displayName] + subject.nameVariants).filter { !$0.isEmpty }, isWithheld: subject.withheld,
            ageBand: described?.ageBand, descriptors: subject.categories + (described?.vulnerabilities ?? []),
            legalStatuses: subject.legalStatus.map {
                CasePerson.LegalStatus(since: $0.date.flatMap(latest), code: $0.status)
            }, savedAt: record.savedAt)
    }

    /// The last moment at which it may have begun: of a month nobody knows whether a consent came before or after.
    private static func latest(_ date: String) -> Date? {
        switch date.count {
        case 4: EventCoding.date(of: "\(date)-12-31T23:59:59Z")
        case 7: (28...31).reversed().lazy.compactMap { EventCoding.date(of: "\(date)-\($0)T23:59:59Z") }.first
        default: EventCoding.date(of: "\(date)T00:00:00Z")
        }
    }

    /// What somebody is by their role, where no relation says to whom: a lawyer in a case is taken for everybody's.
    private static func implied(
        _ subjects: [RecordVersion<Subject>], _ links: [MosaicRule.Link]
    ) -> [MosaicRule.Link] {
        subjects.flatMap { subject in
            subject.content.categories.compactMap { roles[$0] }.flatMap { relation -> [MosaicRule.Link] in
                let id = subject.id.description
                guard !links.contains(where: { $0.from == id && $0.relation == relation }) else { return [] }
                return subjects.filter { $0.id != subject.id }.map {
                    MosaicRule.Link(from: id, to: $0.id.description, relation: relation)
                }
            }
        }
    }

    /// By code of list `target_category`.
    private static let roles: [String: MosaicRule.Relation] = [
        "LAWYER": .lawyerOf, "ASSISTANT": .assists, "RELATIVE": .relativeOf, "WITNESS": .witnessFor,
    ]

    private static func link(_ relation: Relation) -> MosaicRule.Link {
        let kind: MosaicRule.Relation =
            switch relation.relation {
            case .relative: .relativeOf
            case .lawyer, .represents: .lawyerOf
            case .assists: .assists
            case .member, .works, .colleague: .memberOf
            case .witness: .witnessFor
            }
        return MosaicRule.Link(from: relation.from.lowercased(), to: relation.to.lowercased(), relation: kind)
    }
}
