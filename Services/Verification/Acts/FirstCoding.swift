import CaseModel
import Foundation
import Postgres

/// What the officer says of a case when it is opened, as its first records: it is typed once and completed later.
struct FirstCoding: Sendable {
    /// Codes of lists `act_type` and `un_entity`.
    var acts: [String] = []
    var unEntities: [String] = []
    /// ISO 3166-1 alpha-3.
    var stateOfAct: String?
    /// Codes of lists `cooperation_limb`, `cooperation_tense`, `perpetrator_type`, where the scope screen has answers.
    var limbs: [String] = []
    var tense: String?
    var perpetrators: [String] = []
    /// The submissions that the case begins with.
    var submissions: [String] = []

    /// Adds the records, and gives back how the case is coded now.
    func add(_ writer: RecordWriter, in transaction: inout Transaction) async throws -> CaseCoding {
        for code in acts {
            let act = Act(
                act: code, stateOfAct: stateOfAct,
                perpetrators: perpetrators.map { Act.Perpetrator(type: $0) }, submissions: submissions)
            _ = try await writer.add(act, in: &transaction)
        }
        for entity in unEntities {
            _ = try await writer.add(Cooperation(entity: entity, limbs: limbs, tense: tense), in: &transaction)
        }
        if let stateOfAct { _ = try await writer.add(WholeCase(stateOfAct: [stateOfAct]), in: &transaction) }
        return try await CaseCoding.read(writer.caseID, writer.sealing, in: &transaction)
    }
}
