import CaseModel
import Foundation
import Vault

/// A text or a file of a case that can be translated, in the version that lies here.
struct TranslatableText: Sendable {
    /// As `Translation.of`.
    let name: String
    let receivedAt: Date?
    let language: String
    /// Nil for a file.
    let text: String?
    /// SHA-256 of the text as UTF-8, or of the file.
    let version: String
    /// A file's own name.
    let title: String?

    /// Of what sources said and sent, the oldest first.
    static func all(of sources: [SourceFile], _ files: [DeclaredEvidence]) -> [TranslatableText] {
        var all: [TranslatableText] = []
        for source in sources {
            if let content = source.content, !content.narrative.isEmpty {
                all.append(
                    said(
                        "submission/\(source.row.id)", content.narrative, content.language, source.row.receivedAt))
            }
            for update in source.updates {
                guard let content = update.content, !content.text.isEmpty else { continue }
                all.append(said("update/\(update.id)", content.text, content.language, update.receivedAt))
            }
            for message in source.messages {
                guard let content = message.content, !content.text.isEmpty else { continue }
                all.append(said("message/\(message.id)", content.text, content.language, message.sentAt))
            }
        }
        return all
            + files.map {
                TranslatableText(
                    name: "file/\($0.evidenceID)", receivedAt: nil, language: "", text: nil,
                    version: $0.sha256.description, title: $0.name)
            }
    }

    private static func said(_ name: String, _ text: String, _ language: String, _ at: Date) -> TranslatableText {
        TranslatableText(
            name: name, receivedAt: at, language: language, text: text,
            version: HexBytes(SHA256.hash(Array(text.utf8))).description, title: nil)
    }
}
