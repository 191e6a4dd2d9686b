import CaseModel
import Foundation
import HTTP
import Postgres
import TestSupport
import Testing
@testable import Verification

/// What a form of the desk has sent, and what came of it.
extension DeskUnderTest {
    /// Sends a form with names that may come several times.
    func send(
        _ path: String, _ fields: [(String, String)], by staff: TestStaff
    ) async throws -> Response {
        await respond(
            try Request.form(
                path, [("form-token", staff.formToken)] + fields, headers: ["Cookie": staff.cookie]))
    }

    /// Adds a record by its form and gives back its name, as the address that it leads to has it.
    func added(
        _ path: String, _ fields: [(String, String)], in id: CaseID, by staff: TestStaff
    ) async throws -> RecordID {
        let response = try await send("/desk/cases/\(id)/\(path)", fields, by: staff)
        try #require(response.status == .seeOther, "\(path)")
        let place = try #require(response.headers["Location"])
        let name = try #require(place.components(separatedBy: "#record-").last)
        return RecordID(try #require(UUID(uuidString: name)))
    }

    /// How many versions there are of a record.
    func versions(of record: RecordID) async throws -> Int {
        try await house.owner.query(
            "SELECT 1 FROM verification.record_versions WHERE record_id = \(record.uuid)"
        ).count
    }

    /// The figures of the latest event about a case.
    func latestFigures(of id: CaseID) async throws -> CaseFigures {
        let event = try #require(try await told().last { $0.type == CaseChanged.type })
        let changed = try EventCoding.decode(CaseChanged.self, from: event.payload)
        return try await figures(changed.sealedFigures, of: id)
    }
}

extension Response {
    /// The record's names on a page, as the harness finds them.
    var recordIDs: [String] {
        String(decoding: bytes, as: UTF8.self).components(separatedBy: "id=\"record-").dropFirst()
            .map { String($0.prefix(36)) }
    }
}
