import Accounts
import CaseModel
import Foundation
import Postgres
import Web

// What the people of the case allow, and what they risk.
extension CasePart {
    /// One line a person: what they said to which purposes, as it stands now.
    static let consent = CasePart(
        section: .consent,
        glance: { view, transaction in
            let ledger = try await ledger(view, in: &transaction)
            guard !ledger.people.people.isEmpty else { return .p(view.words.html(Phrase("consent.nobody"))) }
            return .ul(
                .list(
                    ledger.people.people.map { person in
                        .li(view.facts.person(person.id.description), ": ", said(ledger, person, view))
                    }))
        },
        paper: { view, transaction in
            let ledger = try await ledger(view, in: &transaction)
            guard !ledger.people.people.isEmpty else { return .empty }
            return .list(
                .h2(view.words.html(CaseSection.consent.title)),
                .list(ledger.people.people.map { purposes(ledger, $0, view) }))
        })

    private static func ledger(
        _ view: CaseView, in transaction: inout Transaction
    ) async throws -> ConsentLedger {
        let id = view.file.row.id
        return ConsentLedger(
            people: try await ReadPeople()(id, view.sealing, in: &transaction),
            statements: try await view.parts.records.all(
                ConsentStatement.self, of: id, view.sealing, in: &transaction),
            sources: view.sources)
    }

    private static func said(_ ledger: ConsentLedger, _ person: CasePerson, _ view: CaseView) -> HTML {
        let standings = ledger.standings(of: person, at: view.now)
        var groups: [HTML] = []
        for status in ConsentStatus.allCases {
            let purposes = standings.filter { $0.standing.status == status }
            guard !purposes.isEmpty else { continue }
            // The first part of a code is its number: CP1_PROCESS.
            let codes = purposes.map { $0.purpose.rawValue.prefix { $0 != "_" } }.joined(separator: ", ")
            groups.append(
                .list(
                    .when(!groups.isEmpty, " · "), view.facts.code(status.rawValue, "consent_status"), " ",
                    .span([.dir(.leftToRight)], .text(codes))))
        }
        return .list(groups)
    }

    private static func purposes(_ ledger: ConsentLedger, _ person: CasePerson, _ view: CaseView) -> HTML {
        .list(
            .h3(view.facts.person(person.id.description)),
            .dl(
                .list(
                    ledger.standings(of: person, at: view.now).map { purpose, standing in
                        view.facts.codes(
                            Phrase("case.purpose", ["purpose": .text(label(purpose, view))]),
                            standing.status.rawValue, "consent_status")
                    })))
    }

    private static func label(_ purpose: ConsentPurpose, _ view: CaseView) -> String {
        view.parts.lists.label(purpose.rawValue, in: "consent_purpose", view.words)
    }

    /// The highest of what was assessed.
    static let risk = CasePart(
        section: .risk,
        glance: { view, transaction in
            let file = try await RiskFile.read(view.file.row.id, view.sealing, in: &transaction)
            guard let level = file.current else { return .p(view.words.html(Phrase("risk.none"))) }
            return .p(.text("\(level.rawValue) – "), view.facts.code(level.rawValue, "risk_level"))
        },
        paper: { view, transaction in
            let file = try await RiskFile.read(view.file.row.id, view.sealing, in: &transaction)
            guard !file.risks.isEmpty else { return .empty }
            return .list(
                .h2(view.words.html(CaseSection.risk.title)),
                .list(
                    file.risks.map { risk in
                        .list(
                            .h3(.userText(risk.content.step)),
                            .p(
                                .text("\(risk.content.residual.rawValue) – "),
                                view.facts.code(risk.content.residual.rawValue, "risk_level")))
                    }))
        })
}
