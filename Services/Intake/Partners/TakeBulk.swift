import CaseModel
import Foundation
import HTTP
import Messaging

/// Takes in a stream of items, one a line: read, checked and sealed as they come, written some at a time while the next are
/// read. What is kept until the end is a line's outcome, some hundred bytes.
struct TakeBulk: Sendable {
    /// What is kept of a line.
    struct Outcome: Sendable {
        let key: String?
        let result: ItemResult
    }

    static let mostItems = 10_000
    /// The largest body, bytes.
    static let limit = 512 * 1024 * 1024
    private static let batchItems = 64
    private static let batchBytes = 1024 * 1024
    private static let batchesUnderWay = 2

    let prepare: PrepareItem
    let write: WriteItems
    var patience = Array(repeating: Duration.milliseconds(50), count: 20) + Array(repeating: .seconds(1), count: 20)

    private struct Batch {
        var items: [(index: Int, key: String, item: PartnerItem)] = []
        var bytes = 0

        var isFull: Bool { items.count >= batchItems || bytes >= batchBytes }
    }

    /// Waits while admission lets nobody in: a partner has time. Nil where it takes too long.
    private func prepareInTime(
        _ bytes: [UInt8], _ partner: Partner
    ) async throws -> (key: String?, outcome: Result<PartnerItem, PrepareItem.Refusal>)? {
        for pause in patience {
            do {
                return try prepare(bytes, from: partner, at: .wholeMilliseconds)
            } catch IntakeFailure.busy {
                try await Task.sleep(for: pause)
            }
        }
        return nil
    }

    /// Where it throws, what was taken before stays: sent again it is a duplicate. `stillAllowed` throws once the partner may
    /// not send any more.
    func callAsFunction(
        _ body: RequestBody, from partner: Partner, stillAllowed: @escaping @Sendable () async throws -> Void
    ) async throws -> [Outcome] {
        try await withThrowingTaskGroup(of: [(Int, Outcome)].self) { group in
            var lines = NDJSONLines(limit: SubmissionReader.limit)
            var outcomes: [Outcome?] = []
            var batch = Batch()
            var underWay = 0
            var isOver = false

            func flush() async throws {
                guard !batch.items.isEmpty else { return }
                if underWay >= Self.batchesUnderWay, let written = try await group.next() {
                    underWay -= 1
                    for (index, outcome) in written { outcomes[index] = outcome }
                }
                let items = batch.items
                batch = Batch()
                underWay += 1
                group.addTask {
                    try await stillAllowed()
                    let results = try await write(items.map(\.item), of: partner)
                    return zip(items, results).map { ($0.index, Outcome(key: $0.key, result: $1)) }
                }
            }

            func take(_ line: NDJSONLines.Line) async throws {
                let index = outcomes.count
                guard index < Self.mostItems else {
                    isOver = true
                    let error = PointedError("", .tooManyItems, limit: Self.mostItems)
                    outcomes.append(Outcome(key: nil, result: .rejected([error])))
                    return
                }
                guard case .item(let bytes) = line else {
                    let error = PointedError("", .tooLarge, limit: SubmissionReader.limit)
                    outcomes.append(Outcome(key: nil, result: .rejected([error])))
                    return
                }
                guard let (key, outcome) = try await prepareInTime(bytes, partner) else {
                    outcomes.append(Outcome(key: nil, result: .unavailable))
                    return
                }
                guard case .success(let item) = outcome, let key else {
                    let errors: [PointedError] = if case .failure(let refusal) = outcome { refusal.errors } else { [] }
                    outcomes.append(Outcome(key: key, result: .rejected(errors)))
                    return
                }
                outcomes.append(nil)
                batch.items.append((index, key, item))
                batch.bytes += item.submission.entry.payload.count
                if batch.isFull { try await flush() }
            }

            while let chunk = try await body.next() {
                // The rest is taken off the connection, so that the answer can be read.
                guard !isOver else { continue }
                lines.feed(chunk)
                while !isOver, let line = lines.next() { try await take(line) }
            }
            lines.end()
            while !isOver, let line = lines.next() { try await take(line) }
            try await flush()
            for try await written in group {
                for (index, outcome) in written { outcomes[index] = outcome }
            }
            return outcomes.map { $0 ?? Outcome(key: nil, result: .unavailable) }
        }
    }
}

extension Date {
    /// Now, as exactly as it is written everywhere: a receipt made again from the row is the same.
    static var wholeMilliseconds: Date {
        Date(timeIntervalSince1970: (Date.now.timeIntervalSince1970 * 1000).rounded(.down) / 1000)
    }
}
