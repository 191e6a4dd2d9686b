import Accounts
import CaseModel
import Foundation
import HTTP
import Web

/// The history of a record.
struct RecordRoutes: Sendable {
    let desk: DeskDatabase
    let files: CaseFiles
    let pages: RecordPages

    func register(in routes: inout StaffRoutes) {
        routes.get("/desk/cases/{id}/records/{record}", UUID.self, UUID.self, roles: .who(may: .readCases)) {
            _, staff, id, record in
            let html = try await desk.read(for: staff) { transaction in
                let (row, sealing) = try await files.row(CaseID(id), in: &transaction)
                guard let found = try await RecordQueries.find(RecordID(record), of: row.id, in: &transaction),
                    staff.may(RecordKinds.type(of: found.kind).reading)
                else {
                    throw DeskFailure.notFound
                }
                let versions = try await RecordQueries.history(RecordID(record), in: &transaction).map {
                    RecordPages.Version(row: $0, envelope: try sealing.fields($0))
                }
                let names = try await StaffNames.of(versions.map(\.row.savedBy), in: &transaction)
                let subjects: [RecordVersion<Subject>] = try await CaseRecords()
                    .all(Subject.self, of: row.id, sealing, in: &transaction)
                let about = Dictionary(
                    subjects.map { ($0.id.description, $0.content.displayName) },
                    uniquingKeysWith: { first, _ in first })
                return pages.history(row, versions, names, about: about, staff)
            }
            return .page(html, door: .staff)
        }
    }
}
