package import Foundation

/// Where a sealed value belongs. It is authenticated with the value, so that a value copied to another row, column or
/// table does not open there.
package struct SealContext: Sendable, Hashable {
    /// Table and column with their lengths before them, then the row.
    let bytes: [UInt8]

    /// For a value in an event, `table` is "events", `column` the event's type and `row` the event's id.
    package init(table: StaticString, column: StaticString, row: UUID) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(2 + table.utf8CodeUnitCount + column.utf8CodeUnitCount + 16)
        for name in [table, column] {
            bytes.append(UInt8(clamping: name.utf8CodeUnitCount))
            name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        }
        withUnsafeBytes(of: row.uuid) { bytes.append(contentsOf: $0) }
        self.bytes = bytes
    }
}
