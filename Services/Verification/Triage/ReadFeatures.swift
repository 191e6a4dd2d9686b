import CaseModel
import Foundation
import Synchronization
import Vault

/// Makes the features by which a submission is compared, hashed under its compartment's key.
final class ReadFeatures: Sendable {
    private let lists: CodeLists
    /// Found out when the first submission comes.
    private let common = Mutex<Set<String>?>(nil)

    /// Changes with how features are made: what was made otherwise is then made anew (`RemakeLikeness`).
    static let edition = 2

    /// A text is compared by its beginning: what a copy says stands there, and the time that it takes is bounded.
    static let longest = 6_000

    init(lists: CodeLists) {
        self.lists = lists
    }

    /// - Parameter later: What was told after the submission.
    func callAsFunction(
        _ content: SubmissionContent, later: [LikenessFeatures.Later] = [], under key: DataKey
    ) throws -> LikenessFeatures {
        let index = BlindIndexKey(try key.derive("likeness"))
        let texts = [content.narrative, content.cooperation, content.affected, content.responsible].map(Self.beginning)
        let days = [content.happened].compactMap { $0?.precision == "EXACT" ? $0?.text : nil }
        return LikenessFeatures(
            texts: texts.filter { !$0.isEmpty }, toldAt: content.receivedAt, later: later, days: days,
            state: content.stateOfAct, entities: content.unEntities, event: content.eventID,
            place: Self.beginning(content.place), acts: content.acts, common: commonEncodings()
        ) { kind, text in
            index.token(Array(text.utf8), field: kind).reduce(0) { $0 << 8 | UInt64($1) }
        }
    }

    static func beginning(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix(longest)))
    }

    private func commonEncodings() -> Set<String> {
        common.withLock { common in
            if let common { return common }
            let made = Self.known.encodings.union(laidOver())
            common = made
            return made
        }
    }

    /// What is no name in the words of the program's own lists: the same for every desk of a process.
    private static let known: (lists: CodeLists, encodings: Set<String>) = {
        let lists = (try? CodeLists.bundled()) ?? CodeLists()
        return (lists, LikenessRule.commonEncodings(lists: lists))
    }()

    /// The names of States that only an overlay knows.
    private func laidOver() -> Set<String> {
        let states = lists.states(inOrderOf: "en").filter { Self.known.lists.state($0.iso3) == nil }
        let names = states.flatMap { state in ["ar", "en", "es", "fr", "ru", "zh"].map(state.name) }
        return names.reduce(into: []) { $0.formUnion(NameEncoding.common($1)) }
    }
}
