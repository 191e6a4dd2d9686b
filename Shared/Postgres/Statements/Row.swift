import CLibPQ

/// One row of a result.
///
/// It shares the memory of the result it came with: keep what you read from it rather than the row.
package struct Row: Sendable {
    private let result: ResultTable
    private let index: Int32

    init(result: ResultTable, index: Int32) {
        self.result = result
        self.index = index
    }

    /// Reads the column of that name; an optional type reads NULL as nil.
    package func get<Value: PostgresValue>(
        _ column: String, as type: Value.Type = Value.self
    ) throws(PostgresError) -> Value {
        guard let position = result.columns.firstIndex(of: column) else { throw PostgresError(.noSuchColumn) }
        return try get(position)
    }

    /// Reads a column by its place, counted from 0.
    package func get<Value: PostgresValue>(
        _ column: Int, as type: Value.Type = Value.self
    ) throws(PostgresError) -> Value {
        guard result.columns.indices.contains(column) else { throw PostgresError(.noSuchColumn) }
        return try result.read(row: index, column: Int32(column))
    }
}

/// The rows that a statement returned, or the number of those that it changed.
final class ResultTable: @unchecked Sendable {  // a PGresult is only read after it has come
    private let raw: OpaquePointer
    let columns: [String]
    private let types: [UInt32]

    /// Takes over `raw`, which is cleared with this object.
    init(_ raw: OpaquePointer) {
        self.raw = raw
        let indices = 0..<PQnfields(raw)
        columns = indices.map { PQfname(raw, $0).map { String(cString: $0) } ?? "" }
        types = indices.map { PQftype(raw, $0) }
    }

    deinit { PQclear(raw) }

    var rows: [Row] { (0..<PQntuples(raw)).map { Row(result: self, index: $0) } }

    /// How many rows the statement changed or returned.
    var affected: Int { PQcmdTuples(raw).flatMap { Int(String(cString: $0)) } ?? 0 }

    /// The command as the server names what it did, such as `COMMIT`.
    var command: String { PQcmdStatus(raw).map { String(cString: $0) } ?? "" }

    func read<Value: PostgresValue>(row: Int32, column: Int32) throws(PostgresError) -> Value {
        let type = types[Int(column)]
        guard PQgetisnull(raw, row, column) == 0, let start = PQgetvalue(raw, row, column) else {
            return try Value.read(Cell(type: type, bytes: nil))
        }
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(raw, row, column)))
        return try Value.read(Cell(type: type, bytes: bytes))
    }
}
