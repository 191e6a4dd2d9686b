extension Array: PostgresValue where Element: PostgresArrayElement {
    package static var postgresType: UInt32 { Element.postgresArrayType }
    package var postgresSize: Int? { Element.postgresSize(of: self) }
    package var isPostgresEncodable: Bool { Element.isPostgresEncodable(self) }
    package func write(to writer: inout ByteWriter) { Element.write(self, to: &writer) }
    package static func read(_ cell: Cell) throws(PostgresError) -> [Element] { try Element.readArray(cell) }
}

/// A byte is no value by itself; an array of bytes is a bytea.
extension UInt8: PostgresArrayElement {
    package static var postgresArrayType: UInt32 { PostgresType.bytea }
    package static func postgresSize(of array: [UInt8]) -> Int { array.count }
    package static func isPostgresEncodable(_ array: [UInt8]) -> Bool { true }
    package static func write(_ array: [UInt8], to writer: inout ByteWriter) {
        array.withUnsafeBytes { writer.write($0) }
    }
    package static func readArray(_ cell: Cell) throws(PostgresError) -> [UInt8] {
        [UInt8](try cell.bytes(of: PostgresType.bytea))
    }
}

extension Array: PostgresArrayElement where Element == UInt8 {
    package static var postgresArrayType: UInt32 { PostgresType.byteaArray }
}

extension Optional: PostgresValue where Wrapped: PostgresValue {
    package static var postgresType: UInt32 { Wrapped.postgresType }
    package var postgresSize: Int? { self?.postgresSize }
    package var isPostgresEncodable: Bool { self?.isPostgresEncodable ?? true }
    package func write(to writer: inout ByteWriter) { self?.write(to: &writer) }
    package static func read(_ cell: Cell) throws(PostgresError) -> Wrapped? {
        cell.bytes == nil ? nil : try Wrapped.read(cell)
    }
}

extension Optional: PostgresArrayElement where Wrapped: PostgresArrayElement & PostgresValue {
    package static var postgresArrayType: UInt32 { Wrapped.postgresArrayType }
}

/// The binary form of an array of one dimension: number of dimensions, whether it has NULLs, type of the elements,
/// their number, the index of the first, then each with its length.
extension PostgresArrayElement where Self: PostgresValue {
    package static func postgresSize(of array: [Self]) -> Int {
        guard !array.isEmpty else { return 12 }
        return array.reduce(20 + 4 * array.count) { $0 + ($1.postgresSize ?? 0) }
    }

    package static func isPostgresEncodable(_ array: [Self]) -> Bool {
        array.allSatisfy(\.isPostgresEncodable)
    }

    package static func write(_ array: [Self], to writer: inout ByteWriter) {
        writer.write(Int32(array.isEmpty ? 0 : 1))
        writer.write(Int32(array.contains { $0.postgresSize == nil } ? 1 : 0))
        writer.write(postgresType)
        guard !array.isEmpty else { return }
        writer.write(Int32(array.count))
        writer.write(Int32(1))
        for element in array {
            writer.write(element.postgresSize.map { Int32($0) } ?? -1)
            element.write(to: &writer)
        }
    }

    package static func readArray(_ cell: Cell) throws(PostgresError) -> [Self] {
        let bytes = try cell.present()
        guard bytes.count >= 12 else { throw PostgresError(.unexpectedType) }
        let dimensions = bytes.number(Int32.self)
        if dimensions == 0 { return [] }
        guard dimensions == 1, bytes.count >= 20 else { throw PostgresError(.unexpectedType) }
        let type = bytes.number(UInt32.self, at: 8)
        let count = Int(bytes.number(Int32.self, at: 12))
        guard count >= 0, count <= bytes.count / 4 else { throw PostgresError(.unreadableValue) }
        var array: [Self] = []
        array.reserveCapacity(count)
        var offset = 20
        for _ in 0..<count {
            guard offset + 4 <= bytes.count else { throw PostgresError(.unreadableValue) }
            let length = Int(bytes.number(Int32.self, at: offset))
            offset += 4
            guard length >= 0 else {
                array.append(try read(Cell(type: type, bytes: nil)))
                continue
            }
            guard offset + length <= bytes.count else { throw PostgresError(.unreadableValue) }
            array.append(try read(Cell(type: type, bytes: .init(rebasing: bytes[offset..<offset + length]))))
            offset += length
        }
        return array
    }
}
