import Accounts
import Audit
import CaseModel
import Foundation
import Postgres
import Vault

/// Says who is away and who stands in, for oneself or for a colleague who cannot.
struct KeepAbsences: Sendable {
    struct Input: Sendable {
        var person: StaffID
        var deputy: StaffID
        var from: String
        var until: String
    }

    enum Refusal: Error, Sendable, Equatable {
        /// Nobody with whom the officer shares a compartment and this work.
        case personNotFitting
        /// The deputy does not have all compartments in which the person has something.
        case deputyNotFitting
    }

    let desk: DeskDatabase

    func enter(_ input: Input, by officer: Staff, at now: Date = .now) async throws {
        try await desk.change(.enterAbsence, .staff(input.person), by: officer) { transaction in
            let colleagues = try await Officers.fitting(officer.compartments, in: &transaction).map(\.id)
            guard colleagues.contains(input.person) else { throw Refusal.personNotFitting }
            guard input.deputy != input.person, colleagues.contains(input.deputy),
                try await sees(input.deputy, allOf: input.person, in: &transaction)
            else { throw Refusal.deputyNotFitting }
            let absence = Absence(
                id: Randomness.uuid(at: now), person: input.person, deputy: input.deputy, from: input.from,
                until: input.until)
            try await AbsenceQueries.insert(absence, by: StaffID(officer.id), at: now, in: &transaction)
        }
    }

    func end(_ id: UUID, by officer: Staff, at now: Date = .now) async throws {
        try await desk.change(.endAbsence, AuditSubject("absence", id), by: officer) { transaction in
            let person = try await AbsenceQueries.end(id, by: StaffID(officer.id), at: now, in: &transaction)
            let colleagues = try await Officers.fitting(officer.compartments, in: &transaction).map(\.id)
            guard let person, colleagues.contains(person) else { throw DeskFailure.notFound }
        }
    }

    /// What somebody has is covered only by somebody who may see all of it.
    private func sees(
        _ deputy: StaffID, allOf person: StaffID, in transaction: inout Transaction
    ) async throws -> Bool {
        try await transaction.first(
            """
            SELECT 1 FROM accounts.staff AS one, accounts.staff AS other
            WHERE one.id = \(person.uuid) AND other.id = \(deputy.uuid) AND one.compartments <@ other.compartments
            """) != nil
    }
}
