/// A bound value in its binary form.
struct Parameter: Sendable {
    let type: UInt32
    /// Nil for NULL.
    let bytes: ParameterBytes?
    /// False for a value that PostgreSQL cannot hold; the statement is refused before it is sent.
    let isEncodable: Bool

    init<Value: PostgresValue>(_ value: Value) {
        type = Value.postgresType
        isEncodable = value.isPostgresEncodable
        bytes = value.postgresSize.map { size in
            ParameterBytes(size: size) { writer in value.write(to: &writer) }
        }
    }
}

/// Memory of the exact size, written once: libpq wants the addresses of all parameters at the same time, which arrays give
/// only to nested closures.
final class ParameterBytes: @unchecked Sendable {  // written in init and never again
    let start: UnsafeMutableRawPointer
    let count: Int

    init(size: Int, _ write: (inout ByteWriter) -> Void) {
        start = .allocate(byteCount: max(size, 1), alignment: 8)
        count = size
        var writer = ByteWriter(start)
        write(&writer)
    }

    deinit { start.deallocate() }
}
