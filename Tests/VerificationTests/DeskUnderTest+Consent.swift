import CaseModel
import Foundation
import HTTP
import Postgres
import TestSupport
import Testing
import Vault
@testable import Verification

extension DeskUnderTest {
    /// Somebody in a case, by the form of its people.
    func person(_ name: String, in id: CaseID) async throws -> RecordID {
        try await added(
            "people", [("display_name", name), ("unit", "INDIVIDUAL")], in: id, by: try await officer())
    }

    /// What the form of consent takes where a person speaks for themselves.
    static func consent(
        of person: RecordID, _ purposes: [(String, String)], _ more: [(String, String)] = []
    )
        -> [(String, String)]
    {
        let given = [
            ("subject", person.description), ("basis", "SELF"), ("obtained", "FORM"), ("explanation_language", "en"),
        ]
        let names = Set(more.map(\.0))
        return given.filter { !names.contains($0.0) } + purposes + more
    }

    func post(_ path: String, _ fields: [(String, String)], by officer: TestStaff) async throws -> Response {
        try await send(path, fields, by: officer)
    }

    /// What Reporting reads of whether a case may be counted.
    func statistics(_ sealed: SealedPart, of id: CaseID) async throws -> StatisticsConsent {
        let keys = CaseKeys(try ServiceKeys(.reporting, files: house.keys))
        let reporting = house.database.pool(as: "amparo_reporting_app", connections: 1)
        let key = try await reporting.transaction { try await keys.get(for: id.uuid, in: &$0) }
        await reporting.close()
        let context = SealContext(table: "cases", column: "sealed_consent", row: id.uuid)
        return try EventCoding.decode(
            StatisticsConsent.self, from: try Padding.unpad(try key.open(sealed.bytes, context: context)))
    }

    func openNotices(_ kind: CaseNotice.Kind) async throws -> Int {
        let row = try await house.owner.first(
            """
            SELECT count(*) AS n FROM verification.case_notices WHERE kind = \(kind.rawValue) AND settled_at IS NULL
            """)
        return try row?.get("n", as: Int.self) ?? -1
    }
}

extension Response {
    /// The value of the `<data>` with this id.
    func data(_ id: String) -> String? {
        text.components(separatedBy: "<data id=\"\(id)\" value=\"").dropFirst().first.map {
            String($0.prefix { $0 != "\"" })
        }
    }
}
