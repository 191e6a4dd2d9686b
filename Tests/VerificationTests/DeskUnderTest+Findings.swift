import CaseModel
import Foundation
import HTTP
import Postgres
import TestSupport
import Testing
import Vault
@testable import Verification

extension DeskUnderTest {
    /// Records an item and returns its id: the redirect names it.
    func item(
        _ fields: [(String, String)] = [], in id: CaseID, by officer: TestStaff
    ) async throws -> RecordID {
        let response = try await send("/desk/cases/\(id)/findings", Self.item(fields), by: officer)
        #expect(response.status == .seeOther)
        let place = try #require(response.headers["Location"])
        return try #require(RecordID(String(place.suffix(36))))
    }

    /// The fields of an item that supports the act, with some of them changed.
    static func item(_ changes: [(String, String)] = []) -> [(String, String)] {
        let base = finding().map { ($0.key, $0.value) }
        return base.filter { field in !changes.contains { $0.0 == field.0 } } + changes.filter { !$0.1.isEmpty }
    }

    func page(_ path: String, by officer: TestStaff) async throws -> Response {
        await respond(try officer.get(path))
    }

    /// Everything of a case, opened.
    func file(_ id: CaseID) async throws -> CaseFile {
        let files = CaseFiles(caseKeys: CaseKeys(try ServiceKeys(.verification, files: house.keys)))
        return try await database.transaction { transaction in
            try await DeskQueries.see([.headquarters], in: &transaction)
            return try await files.get(id, in: &transaction).file
        }
    }

    func steps(_ id: CaseID) async throws -> [RecordVersion<SignedStep>] {
        let files = CaseFiles(caseKeys: CaseKeys(try ServiceKeys(.verification, files: house.keys)))
        return try await database.transaction { transaction in
            try await DeskQueries.see([.headquarters], in: &transaction)
            let (_, sealing) = try await files.row(id, in: &transaction)
            return try await CaseRecords().all(SignedStep.self, of: id, sealing, in: &transaction)
        }
    }

    /// A case with an item of each of two groups that support act and link, so that the rule says V3.
    func corroborated(by officer: TestStaff) async throws -> (id: CaseID, items: [RecordID]) {
        let (id, _) = try await opened(by: officer)
        let one = try await item([("supports", "NEXUS"), ("supports", "ACT")], in: id, by: officer)
        let other = try await item([("independence_group", "a witness")], in: id, by: officer)
        return (id, [one, other])
    }

    /// Puts a case into a status by hand, as if it had gone there.
    func put(_ id: CaseID, into status: CaseStatus) async throws {
        try await house.owner.execute(
            "UPDATE verification.cases SET status = \(status.rawValue) WHERE id = \(id.uuid)")
    }
}
