/// Bound as text: a statement that means another type says so, as in `\(json)::jsonb`.
extension String: PostgresValue, PostgresArrayElement {
    package static var postgresType: UInt32 { PostgresType.text }
    package static var postgresArrayType: UInt32 { PostgresType.textArray }
    package var postgresSize: Int? { utf8.count }
    package var isPostgresEncodable: Bool { !utf8.contains(0) }

    package func write(to writer: inout ByteWriter) {
        var text = self
        text.withUTF8 { writer.write(UnsafeRawBufferPointer($0)) }
    }

    package static func read(_ cell: Cell) throws(PostgresError) -> String {
        guard isText(cell.type) else { throw PostgresError(.unexpectedType) }
        var bytes = try cell.present()[...]
        // The binary form of jsonb is its text behind the number of that form.
        if cell.type == PostgresType.jsonb { bytes = bytes.dropFirst() }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isText(_ type: UInt32) -> Bool {
        switch type {
        case PostgresType.text, PostgresType.varchar, PostgresType.bpchar, PostgresType.name, PostgresType.char,
            PostgresType.json, PostgresType.jsonb, PostgresType.unknown:
            true
        default: type >= PostgresType.firstOwn
        }
    }
}
