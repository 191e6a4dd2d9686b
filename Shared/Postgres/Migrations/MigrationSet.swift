package import Foundation

/// A module's or a service's numbered SQL files, to be applied to one schema.
///
/// A schema may take several sets: Messaging's, Audit's and the service's own. Files are named `NNNN_what_it_does.sql` and
/// never change once applied. In their text `${schema}` stands for the schema and `${app}` for its app role
/// (`amparo_<schema>_app`); tables are written unqualified.
package struct MigrationSet: Sendable {
    package let name: String
    package let schema: String
    private let directory: URL

    package init(name: StaticString, schema: String, directory: URL) {
        self.name = name.description
        self.schema = schema
        self.directory = directory
    }

    /// The files in the order of their numbers. These grow; gaps are allowed, so that features can be built side by side, each
    /// in a range of its own.
    func migrations() throws(MigrationError) -> [Migration] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: directory.path(percentEncoded: false))
        else { throw MigrationError(.unreadable, set: name) }
        var migrations: [Migration] = []
        for file in names.filter({ $0.hasSuffix(".sql") }).sorted() {
            let digits = file.prefix { $0 != "_" }
            let last = migrations.last?.number ?? 0
            guard digits.count == 4, let number = Int(digits), number > last else {
                throw MigrationError(.badName, set: name, number: last + 1)
            }
            guard let content = try? Data(contentsOf: directory.appending(path: file)) else {
                throw MigrationError(.unreadable, set: name, number: number)
            }
            migrations.append(
                Migration(set: name, number: number, name: String(file.dropLast(4)), content: [UInt8](content)))
        }
        return migrations
    }
}

struct Migration: Sendable {
    let set: String
    let number: Int
    let name: String
    let content: [UInt8]

    /// FNV-1a over the file's bytes. It finds an edit made by mistake; who may write to the table needs no trick.
    var checksum: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in content {
            hash ^= UInt64(byte)
            hash = hash &* 0x100_0000_01b3
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// The statements as they are run in `schema`.
    func text(schema: Identifier) -> String {
        String(decoding: content, as: UTF8.self)
            .replacing("${schema}", with: schema.name)
            .replacing("${app}", with: "amparo_\(schema.name)_app")
    }
}

/// A migration that was applied.
package struct AppliedMigration: Sendable, Equatable {
    package let schema: String
    package let set: String
    package let number: Int
    package let name: String
}
