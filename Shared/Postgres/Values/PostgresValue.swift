/// A value that can be bound to a statement and read from a row, in PostgreSQL's binary format.
///
/// Bool, Int16, Int32, Int64, Int (bigint), Double, String (text; also reads json, jsonb and enumerations), UUID, Date
/// (timestamptz, whole microseconds), `[UInt8]` (bytea), optionals of these, and arrays of these and of their optionals.
package protocol PostgresValue: Sendable {
    /// The object id of the type it is bound as.
    static var postgresType: UInt32 { get }

    /// The exact size of the binary form, nil for NULL.
    var postgresSize: Int? { get }

    /// False for what PostgreSQL cannot hold, such as a text with U+0000.
    var isPostgresEncodable: Bool { get }

    /// Writes exactly `postgresSize` bytes.
    func write(to writer: inout ByteWriter)

    static func read(_ cell: Cell) throws(PostgresError) -> Self
}

extension PostgresValue {
    package var isPostgresEncodable: Bool { true }
}

/// What may stand in an array. `UInt8` may, without being a value: an array of it is a bytea.
package protocol PostgresArrayElement: Sendable {
    static var postgresArrayType: UInt32 { get }
    static func postgresSize(of array: [Self]) -> Int
    static func isPostgresEncodable(_ array: [Self]) -> Bool
    static func write(_ array: [Self], to writer: inout ByteWriter)
    static func readArray(_ cell: Cell) throws(PostgresError) -> [Self]
}

/// One field of one row, as it came.
package struct Cell {
    let type: UInt32
    /// Nil for NULL. Valid while the result that it lies in is.
    let bytes: UnsafeRawBufferPointer?

    func present() throws(PostgresError) -> UnsafeRawBufferPointer {
        guard let bytes else { throw PostgresError(.unexpectedNull) }
        return bytes
    }

    /// The bytes, where the type is one of `types`.
    func bytes(of types: UInt32...) throws(PostgresError) -> UnsafeRawBufferPointer {
        guard types.contains(type) else { throw PostgresError(.unexpectedType) }
        return try present()
    }
}

/// Writes into memory of a size known beforehand.
package struct ByteWriter {
    private var next: UnsafeMutableRawPointer

    init(_ start: UnsafeMutableRawPointer) {
        next = start
    }

    mutating func write(_ number: some FixedWidthInteger) {
        let bigEndian = number.bigEndian
        next.storeBytes(of: bigEndian, as: type(of: bigEndian))
        next += MemoryLayout.size(ofValue: bigEndian)
    }

    mutating func write(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress, bytes.count > 0 else { return }
        next.copyMemory(from: start, byteCount: bytes.count)
        next += bytes.count
    }
}

extension UnsafeRawBufferPointer {
    /// A big-endian number at `offset`; the caller has checked that it lies within.
    func number<N: FixedWidthInteger>(_ type: N.Type = N.self, at offset: Int = 0) -> N {
        N(bigEndian: loadUnaligned(fromByteOffset: offset, as: N.self))
    }
}
