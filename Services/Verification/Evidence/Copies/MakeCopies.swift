import Blobs
import CaseModel
import Foundation
import Outbound
import Postgres
import Sandbox
import ServiceRuntime
import Vault

/// Makes the working copies that are ordered, one at a time: the original goes as a stream into the sandbox, what comes out is
/// sealed as a file of its own. A copy is there when its row says so; whoever is killed before leaves files that no row names,
/// which are swept, and an order that is taken up again.
struct MakeCopies: Sendable {
    let system: Database
    let find: FindEvidence
    let store: BlobStore
    let tools: CopyTools
    /// Nil where none is configured.
    let scanner: MalwareScanner?
    let logger: Logger

    /// How long an order stays with a worker that says nothing more: one that was killed. While one is at work it says so.
    static let lease: TimeInterval = 45
    private static let beat = Duration.seconds(15)
    private static let mostAttempts = 3
    /// What cannot be done on this machine now is looked at again after this.
    private static let patience: TimeInterval = 10 * 60

    /// Does the next that is due. False where nothing is.
    func next(at now: Date = .now) async throws -> Bool {
        var kinds: [CopyKind] = [.picture, .stripped, .redacted, .text]
        if scanner != nil { kinds.append(.scan) }
        let claimed = try await system.transaction { transaction in
            try await CopyQueries.claim(
                kinds, at: now, until: now.addingTimeInterval(Self.lease), in: &transaction)
        }
        guard let order = claimed else { return false }
        do {
            guard order.attempts <= Self.mostAttempts else { throw CopyFailure.givenUp }
            let file = try await system.transaction { try await find(order.evidence, in: &$0) }
            try await holding(order, now) { try await make(order, file, now) }
        } catch {
            try await end(order, after: error, now)
        }
        return true
    }

    /// Does the work, and says meanwhile that somebody is at it. Where the order was lost to another the work is broken off.
    private func holding(
        _ order: CopyRow, _ now: Date, _ work: @escaping @Sendable () async throws -> Void
    ) async throws {
        let began = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await work() }
            group.addTask {
                while true {
                    try await Task.sleep(for: Self.beat)
                    let passed = (ContinuousClock.now - began) / .seconds(1)
                    let isOurs = try? await system.transaction { transaction in
                        try await CopyQueries.hold(
                            order, until: now.addingTimeInterval(passed + Self.lease), in: &transaction)
                    }
                    // A database that is away says nothing about whose it is.
                    if isOurs == false { throw CopyFailure.takenOver }
                }
            }
            defer { group.cancelAll() }
            _ = try await group.next()
        }
    }

    private func make(_ order: CopyRow, _ file: EvidenceFile, _ now: Date) async throws {
        let type = file.declared.mediaType
        guard CopyTools.canMake(order.kind, of: type) else {
            if order.kind == .picture, order.askedBy == nil, CopyTools.canMake(.text, of: type) {
                try await system.transaction { try await CopyQueries.orderText(of: file.id, at: now, in: &$0) }
            }
            throw CopyFailure.unsuitable
        }
        let note = try order.ordered.map { try file.sealing.order($0, of: order.id) } ?? CopyOrder()
        switch order.kind {
        case .scan: try await scan(order, file, now)
        case .stripped: try await keep(order, file, note, .copied, now) { try await strip($0, file) }
        case .picture: try await keep(order, file, note, .copied, now) { try await render($0, file) }
        case .text: try await keep(order, file, note, .copied, now) { try await words($0, file) }
        case .redacted: try await keep(order, file, note, .redacted, now) { try await redact($0, file, note) }
        }
    }

    // MARK: Kinds

    private func render(_ parts: CopyParts, _ file: EvidenceFile) async throws -> CopyRecord {
        let hash = RunningHash()
        let input = HashedChunks(base: store.read(file.id.uuid, key: try file.key()), hash: hash)
        let made = try await tools.render(input, type: file.declared.mediaType) { try await parts.add(picture: $0) }
        var record = try record(made, hash.current, file, await parts.done)
        record.isCut = record.parts.count == CopyTools.mostPages
        return record
    }

    private func strip(_ parts: CopyParts, _ file: EvidenceFile) async throws -> CopyRecord {
        let hash = RunningHash()
        let input = HashedChunks(base: store.read(file.id.uuid, key: try file.key()), hash: hash)
        try await parts.begin()
        let made = try await tools.strip(input, type: file.declared.mediaType) { try await parts.write($0) }
        try await parts.finish(type: file.declared.mediaType)
        return try record(made, hash.current, file, await parts.done)
    }

    private func words(_ parts: CopyParts, _ file: EvidenceFile) async throws -> CopyRecord {
        let hash = RunningHash()
        let input = HashedChunks(base: store.read(file.id.uuid, key: try file.key()), hash: hash)
        let (text, isCut, made) = try await tools.words(input, type: file.declared.mediaType)
        try await parts.begin()
        try await parts.write(text)
        try await parts.finish(type: "text/plain")
        var record = try record(made, hash.current, file, await parts.done)
        record.isCut = isCut
        return record
    }

    private func redact(_ parts: CopyParts, _ file: EvidenceFile, _ order: CopyOrder) async throws -> CopyRecord {
        let source = try await system.transaction { transaction -> CopyRecord in
            guard let id = order.source, let row = try await CopyQueries.find(id, of: file.id, in: &transaction),
                row.kind == .picture || row.kind == .redacted, let sealed = row.sealed
            else { throw CopyFailure.unsuitable }
            return try file.sealing.record(sealed, of: id)
        }
        var made = CopyTools.Derivation(tool: "", version: "", parameters: [])
        let input = RunningHash()
        for (index, part) in source.parts.enumerated() {
            var picture: [UInt8] = []
            for try await chunk in store.read(part.id, key: try DataKey(bytes: part.key.exposed)) { picture += chunk }
            guard SHA256.hash(picture) == part.sha256.bytes else { throw CopyFailure.originalChanged }
            input.update(picture)
            let (result, how) = try await tools.blackOut(picture, order.areas.filter { $0.page == index + 1 })
            (made.tool, made.version) = (how.tool, how.version)
            made.parameters += how.parameters.last.map { ["\(index + 1): \($0)"] } ?? []
            try await parts.add(picture: result)
        }
        return CopyRecord(
            tool: made.tool, toolVersion: made.version, parameters: made.parameters,
            inputSHA256: HexBytes(input.current), parts: await parts.done, isCut: source.isCut)
    }

    /// The derivation counts only where what went in is what was received.
    private func record(
        _ made: CopyTools.Derivation, _ hash: [UInt8], _ file: EvidenceFile, _ parts: [CopyRecord.Part]
    ) throws -> CopyRecord {
        guard hash == file.declared.sha256.bytes else { throw CopyFailure.originalChanged }
        return CopyRecord(
            tool: made.tool, toolVersion: made.version, parameters: made.parameters, inputSHA256: HexBytes(hash),
            parts: parts)
    }

    private func scan(_ order: CopyRow, _ file: EvidenceFile, _ now: Date) async throws {
        guard let scanner else { return }
        let hash = RunningHash()
        let input = HashedChunks(base: store.read(file.id.uuid, key: try file.key()), hash: hash)
        let (result, version) = try await scanner.scan(input)
        guard hash.current == file.declared.sha256.bytes else { throw CopyFailure.originalChanged }
        let state: EvidenceState.Scan = result.isClean ? .clean : .infected
        let note = CustodyNote(
            tool: "clamd", version: version,
            result: [state.rawValue, result.signature].compactMap { $0 }.joined(separator: " "))
        try await system.transaction { transaction in
            try await CopyQueries.note(state, of: file.id, in: &transaction)
            try await CopyQueries.end(
                order, as: .done, at: now, failure: nil, sealed: nil, parts: [], in: &transaction)
            try await CustodyQueries.append(
                .scanned, of: file.id, at: now, by: nil, sealed: try file.sealing.seal(note, of: file.id),
                in: &transaction)
        }
    }

    // MARK: How it ends

    private func keep(
        _ order: CopyRow, _ file: EvidenceFile, _ asked: CopyOrder, _ kind: CustodyKind, _ now: Date,
        _ make: (CopyParts) async throws -> CopyRecord
    ) async throws {
        let parts = CopyParts(store: store)
        do {
            let record = try await make(parts)
            let note = CustodyNote(
                reason: asked.reason.isEmpty ? nil : asked.reason, tool: record.tool, version: record.toolVersion,
                result: order.kind.rawValue, copy: order.id.uuid)
            try await system.transaction { transaction in
                try await CopyQueries.end(
                    order, as: .done, at: now, failure: nil, sealed: try file.sealing.seal(record, of: order.id),
                    parts: record.parts.map(\.id), in: &transaction)
                try await CustodyQueries.append(
                    kind, of: file.id, at: now, by: order.askedBy, sealed: try file.sealing.seal(note, of: file.id),
                    in: &transaction)
            }
        } catch {
            await parts.abandon()
            throw error
        }
    }

    private func end(_ order: CopyRow, after error: any Error, _ now: Date) async throws {
        let code = (error as? any CodedError)?.code ?? "copy-failed"
        let state: CopyState
        // Whatever a worker that is being stopped comes upon, it is no fault of the file.
        let isStopped = error is CancellationError || Task.isCancelled
        switch error {
        case CopyFailure.takenOver: return
        case CopyFailure.unsuitable where !isStopped: state = .unsuitable
        case _ where isStopped, SandboxError.unavailable, CopyFailure.toolMissing, is MalwareScanner.Failure,
            is PostgresError:
            let due = now.addingTimeInterval(isStopped ? 0 : Self.patience)
            try await Task {
                try await system.transaction { transaction in
                    try await CopyQueries.postpone(order, until: due, because: code, in: &transaction)
                }
            }.value
            return
        default: state = .failed
        }
        if state == .failed { logger.warning("A working copy could not be made", [.error: .error(error)]) }
        try await system.transaction { transaction in
            try await CopyQueries.end(
                order, as: state, at: now, failure: state == .failed ? code : nil, sealed: nil, parts: [],
                in: &transaction)
        }
    }
}
