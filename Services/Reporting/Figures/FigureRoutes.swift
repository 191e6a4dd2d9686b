import Accounts
import CaseModel
import Foundation
import HTTP
import Postgres
import Vault
import Web

struct FigureRoutes: Sendable {
    let count: CountFigures
    let pages: FigurePages

    func register(in routes: inout StaffRoutes) {
        routes.get("/figures", roles: .who(may: .readFigures)) { _, staff in
            .page(pages.figures(try await count(), staff), door: .staff)
        }
    }
}

/// Counts all cases, opening each one's figures with the key that this service was given for it.
struct CountFigures: Sendable {
    let database: Database
    let caseKeys: CaseKeys

    private static let pageSize = 500

    func callAsFunction() async throws -> Figures {
        try await database.transaction(.snapshot) { transaction in
            var figures = Figures()
            var last = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
            while true {
                let page = try await FigureQueries.page(after: last, size: Self.pageSize, in: &transaction)
                for one in page {
                    let key = try await caseKeys.find(for: one.id.uuid, in: &transaction)
                    guard Self.isCounted(one, with: key) else { continue }
                    figures.count(
                        urgency: one.urgency, findings: one.findings, isDecided: one.isDecided,
                        known: key.flatMap { try? Self.open(one, with: $0) })
                }
                guard let end = page.last, page.count == Self.pageSize else { return figures }
                last = end.id.uuid
            }
        }
    }

    /// What cannot be opened any more is not counted: a case whose people refused it must not come back with its erasure.
    private static func isCounted(_ one: ProjectedCase, with key: DataKey?) -> Bool {
        guard let sealed = one.sealedConsent else { return true }
        let context = SealContext(table: "cases", column: "sealed_consent", row: one.id.uuid)
        guard let plain = try? key?.open(sealed, context: context),
            let consent = try? EventCoding.decode(StatisticsConsent.self, from: try Padding.unpad(plain))
        else { return false }
        return consent.isCounted
    }

    private static func open(_ one: ProjectedCase, with key: DataKey) throws -> CaseFigures {
        let context = SealContext(table: "cases", column: "figures", row: one.id.uuid)
        return try EventCoding.decode(
            CaseFigures.self, from: try Padding.unpad(try key.open(one.sealed, context: context)))
    }
}
