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
                guard try await RecordQueries.find(RecordID(record), of: row.id, in: &transaction) != nil else {
                    throw DeskFailure.notFound
                }
                let versions = try await RecordQueries.history(RecordID(record), in: &transaction).map {
                    RecordPages.Version(row: $0, envelope: try sealing.fields($0))
                }
                let names = try await StaffNames.of(versions.map(\.row.savedBy), in: &transaction)
                return pages.history(row, versions, names, staff)
            }
            return .page(html, door: .staff)
        }
    }
}
