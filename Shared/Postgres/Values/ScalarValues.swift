package import Foundation

extension Bool: PostgresValue, PostgresArrayElement {
    package static var postgresType: UInt32 { PostgresType.bool }
    package static var postgresArrayType: UInt32 { PostgresType.boolArray }
    package var postgresSize: Int? { 1 }
    package func write(to writer: inout ByteWriter) { writer.write(UInt8(self ? 1 : 0)) }
    package static func read(_ cell: Cell) throws(PostgresError) -> Bool {
        try cell.bytes(of: PostgresType.bool).first == 1
    }
}

extension Int16: PostgresValue, PostgresArrayElement {
    package static var postgresType: UInt32 { PostgresType.int2 }
    package static var postgresArrayType: UInt32 { PostgresType.int2Array }
    package var postgresSize: Int? { 2 }
    package func write(to writer: inout ByteWriter) { writer.write(self) }
    package static func read(_ cell: Cell) throws(PostgresError) -> Int16 { try cell.integer() }
}

extension Int32: PostgresValue, PostgresArrayElement {
    package static var postgresType: UInt32 { PostgresType.int4 }
    package static var postgresArrayType: UInt32 { PostgresType.int4Array }
    package var postgresSize: Int? { 4 }
    package func write(to writer: inout ByteWriter) { writer.write(self) }
    package static func read(_ cell: Cell) throws(PostgresError) -> Int32 { try cell.integer() }
}

extension Int64: PostgresValue, PostgresArrayElement {
    package static var postgresType: UInt32 { PostgresType.int8 }
    package static var postgresArrayType: UInt32 { PostgresType.int8Array }
    package var postgresSize: Int? { 8 }
    package func write(to writer: inout ByteWriter) { writer.write(self) }
    package static func read(_ cell: Cell) throws(PostgresError) -> Int64 { try cell.integer() }
}

extension Int: PostgresValue, PostgresArrayElement {
    package static var postgresType: UInt32 { PostgresType.int8 }
    package static var postgresArrayType: UInt32 { PostgresType.int8Array }
    package var postgresSize: Int? { 8 }
    package func write(to writer: inout ByteWriter) { writer.write(Int64(self)) }
    package static func read(_ cell: Cell) throws(PostgresError) -> Int { try cell.integer() }
}

extension Double: PostgresValue, PostgresArrayElement {
    package static var postgresType: UInt32 { PostgresType.float8 }
    package static var postgresArrayType: UInt32 { PostgresType.float8Array }
    package var postgresSize: Int? { 8 }
    package func write(to writer: inout ByteWriter) { writer.write(bitPattern) }
    package static func read(_ cell: Cell) throws(PostgresError) -> Double {
        let bytes = try cell.bytes(of: PostgresType.float8, PostgresType.float4)
        return switch bytes.count {
        case 8: Double(bitPattern: bytes.number())
        case 4: Double(Float(bitPattern: bytes.number()))
        default: throw PostgresError(.unreadableValue)
        }
    }
}

extension UUID: PostgresValue, PostgresArrayElement {
    package static var postgresType: UInt32 { PostgresType.uuid }
    package static var postgresArrayType: UInt32 { PostgresType.uuidArray }
    package var postgresSize: Int? { 16 }
    package func write(to writer: inout ByteWriter) { withUnsafeBytes(of: uuid) { writer.write($0) } }
    package static func read(_ cell: Cell) throws(PostgresError) -> UUID {
        let bytes = try cell.bytes(of: PostgresType.uuid)
        guard bytes.count == 16 else { throw PostgresError(.unreadableValue) }
        return UUID(uuid: bytes.loadUnaligned(as: uuid_t.self))
    }
}

/// Whole microseconds, as PostgreSQL keeps them.
extension Date: PostgresValue, PostgresArrayElement {
    package static var postgresType: UInt32 { PostgresType.timestamptz }
    package static var postgresArrayType: UInt32 { PostgresType.timestamptzArray }
    package var postgresSize: Int? { 8 }
    package var isPostgresEncodable: Bool { microseconds != nil }
    package func write(to writer: inout ByteWriter) { writer.write(microseconds ?? 0) }
    package static func read(_ cell: Cell) throws(PostgresError) -> Date {
        let microseconds = try cell.bytes(of: PostgresType.timestamptz).number(Int64.self)
        guard microseconds != .min, microseconds != .max else { throw PostgresError(.unreadableValue) }
        return Date(timeIntervalSinceReferenceDate: Double(microseconds) / 1_000_000 - Self.secondsFrom2000To2001)
    }

    /// Since the beginning of 2000, where PostgreSQL counts from. Nil beyond some 290,000 years.
    private var microseconds: Int64? {
        Int64(exactly: ((timeIntervalSinceReferenceDate + Self.secondsFrom2000To2001) * 1_000_000).rounded())
    }

    /// PostgreSQL counts from the beginning of 2000 (a leap year), Foundation from that of 2001.
    private static let secondsFrom2000To2001 = 366.0 * 86_400
}

extension Cell {
    /// A whole number of any width, where it fits.
    func integer<N: FixedWidthInteger>(_: N.Type = N.self) throws(PostgresError) -> N {
        let bytes = try present()
        let value: N? =
            switch (type, bytes.count) {
            case (PostgresType.int2, 2): N(exactly: bytes.number(Int16.self))
            case (PostgresType.int4, 4): N(exactly: bytes.number(Int32.self))
            case (PostgresType.int8, 8): N(exactly: bytes.number(Int64.self))
            case (PostgresType.oid, 4), (PostgresType.xid, 4): N(exactly: bytes.number(UInt32.self))
            case (PostgresType.xid8, 8): N(exactly: bytes.number(UInt64.self))
            default: throw PostgresError(.unexpectedType)
            }
        guard let value else { throw PostgresError(.unreadableValue) }
        return value
    }
}
