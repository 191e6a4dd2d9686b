import CLibPQ

/// Sends statements in libpq's pipeline mode and collects their results: one round trip, preparing included.
struct Pipeline {
    let handle: ConnectionHandle
    let silence: Duration?

    private enum Step {
        case deallocate
        case prepare(StatementCache.Key)
        case execute(Int)
    }

    /// Runs all. The first failure is thrown with its place, and no statement behind it has been run.
    mutating func run(_ statements: [SQL], cache: inout StatementCache) throws(PostgresError) -> [ResultTable] {
        for (index, statement) in statements.enumerated()
        where !statement.parameters.allSatisfy(\.isEncodable) {
            throw PostgresError(.unencodable, statement: index)
        }
        guard PQenterPipelineMode(handle.raw) == 1 else { throw PostgresError(.connectionLost) }
        var steps: [Step] = []
        for (index, statement) in statements.enumerated() {
            try send(statement, index, &steps, &cache)
        }
        guard PQpipelineSync(handle.raw) == 1 else { throw PostgresError(.connectionLost) }
        try handle.flush(until: deadline)
        let results = try collect(steps, &cache)
        guard PQexitPipelineMode(handle.raw) == 1 else { throw PostgresError(.connectionLost) }
        return try results.get()
    }

    private var deadline: ContinuousClock.Instant? { silence.map { .now + $0 } }

    private func send(
        _ statement: SQL, _ index: Int, _ steps: inout [Step], _ cache: inout StatementCache
    ) throws(PostgresError) {
        let key = StatementCache.Key(text: statement.text, types: statement.parameters.map(\.type))
        let name: String
        switch cache.use(key) {
        case .prepared(let known): name = known
        case .new(let new, let evicted):
            name = new
            if let evicted {
                try check(PQsendQueryParams(handle.raw, "DEALLOCATE \(evicted)", 0, nil, nil, nil, nil, 0))
                steps.append(.deallocate)
            }
            try check(PQsendPrepare(handle.raw, name, key.text, Int32(key.types.count), key.types))
            steps.append(.prepare(key))
        }
        try check(sendExecution(of: name, statement.parameters))
        steps.append(.execute(index))
    }

    private func sendExecution(of name: String, _ parameters: [Parameter]) -> Int32 {
        let count = parameters.count
        let values = parameters.map { $0.bytes.map { UnsafePointer($0.start.assumingMemoryBound(to: CChar.self)) } }
        let lengths = parameters.map { Int32(clamping: $0.bytes?.count ?? 0) }
        let formats = [Int32](repeating: 1, count: count)
        return withExtendedLifetime(parameters) {
            PQsendQueryPrepared(handle.raw, name, Int32(count), values, lengths, formats, 1)
        }
    }

    private func check(_ sent: Int32) throws(PostgresError) {
        guard sent == 1 else { throw PostgresError(.connectionLost) }
    }

    private func collect(
        _ steps: [Step], _ cache: inout StatementCache
    ) throws(PostgresError) -> Result<[ResultTable], PostgresError> {
        var tables: [ResultTable] = []
        var failure: PostgresError?
        var place = 0
        for step in steps {
            let (table, stepFailure) = try collectStep(place)
            if failure == nil { failure = stepFailure }
            switch step {
            case .deallocate: break
            case .prepare(let key):
                if failure != nil { cache.forget(key) }
            case .execute(let index):
                if failure == nil, let table { tables.append(table) }
                place = index + 1
            }
        }
        try collectSync()
        if failure?.kind == .stalePlan { cache.forgetAll() }
        return failure.map { .failure($0) } ?? .success(tables)
    }

    /// The results of one step end with a nil; a statement that we send has one.
    private func collectStep(_ place: Int) throws(PostgresError) -> (ResultTable?, PostgresError?) {
        var table: ResultTable?
        var failure: PostgresError?
        while let result = try handle.nextResult(until: deadline) {
            switch PQresultStatus(result) {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK: table = ResultTable(result)
            case PGRES_PIPELINE_ABORTED:
                PQclear(result)
            default:
                failure = handle.failure(result, statement: place)
                PQclear(result)
            }
        }
        if let failure, failure.kind == .connectionLost || !handle.isUsable { throw failure }
        return (table, failure)
    }

    private func collectSync() throws(PostgresError) {
        guard let result = try handle.nextResult(until: deadline) else { throw PostgresError(.connectionLost) }
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_PIPELINE_SYNC else { throw PostgresError(.connectionLost) }
    }
}
