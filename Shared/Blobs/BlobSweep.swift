package import Foundation

extension BlobStore {
    /// Removes what no row names: files left by a crash or an abandoned upload. Returns how many.
    ///
    /// Only files that have lain untouched for `grace` are looked at, so that an upload whose row is still to come keeps
    /// its file. `named` is asked, for some hundred ids at a time, which of them a row names, finished or not.
    package func sweep(
        grace: Duration = .seconds(24 * 3600), now: Date = .now,
        named: (Set<UUID>) async throws -> Set<UUID>
    ) async throws -> Int {
        let limit = now.addingTimeInterval(-(grace / .seconds(1)))
        var removed = 0
        var candidates: [UUID] = []
        for url in try files() where try modified(url) < limit {
            if let id = Self.id(of: url) {
                candidates.append(id)
            } else if url.pathExtension == "partial" {
                try BlobFile.remove(url)
                removed += 1
            }
        }
        for start in stride(from: 0, to: candidates.count, by: 500) {
            let ids = Set(candidates[start..<min(start + 500, candidates.count)])
            for id in ids.subtracting(try await named(ids)) {
                try remove(id)
                removed += 1
            }
        }
        return removed
    }

    /// Of a file that is whole, or of one that is not yet.
    private static func id(of url: URL) -> UUID? {
        let name = url.lastPathComponent
        guard name.hasPrefix("."), name.hasSuffix(".partial") else { return UUID(uuidString: name) }
        return UUID(uuidString: String(name.dropFirst().dropLast(".partial".count)))
    }

    private func files() throws -> [URL] {
        try FileManager.default.contentsOfDirectory(atPath: directory.path).map { directory.appending(path: $0) }
    }

    /// A file that has just gone counts as new: another instance sweeps too.
    private func modified(_ url: URL) throws -> Date {
        let attributes = try? FileManager.default.attributesOfItem(atPath: url.path)
        return attributes?[.modificationDate] as? Date ?? .distantFuture
    }
}
