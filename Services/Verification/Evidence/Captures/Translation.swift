import CaseModel
import Foundation

/// A translation, as a layer beside what it translates and never in its place: of which text, in which version, by whom.
struct Translation: CaseRecordContent {
    static let kind = RecordKind("TRANSLATION")
    static let codeLists = ["from": "language", "to": "language"]
    static let order = ["of", "quoted", "from", "to", "text", "translator", "means", "translated_on", "reviser"]

    enum Means: String, Codable, Sendable, CaseIterable {
        case human = "HUMAN"
        case machine = "MACHINE"
        /// Made by a machine, gone through by a person.
        case revised = "MACHINE_REVISED"
    }

    /// What is translated: `submission/<id>`, `update/<id>`, `message/<id>` or `file/<id>`.
    var of: String
    /// Which version is quoted: the hash of the text or of the file as the translator had it.
    var quoted: String
    /// Codes of list `language`.
    var from: String
    var to: String
    var text: String
    /// A name or a role.
    var translator: String
    var means: Means
    /// `2026-03-05`.
    var translatedOn: String
    var reviser = ""

    enum CodingKeys: String, CodingKey {
        case of, quoted, from, to, text, translator, means, reviser
        case translatedOn = "translated_on"
    }
}
