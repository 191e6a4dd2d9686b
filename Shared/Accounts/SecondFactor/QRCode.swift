import CQREncode
package import Web

/// A QR code as dark and light squares.
package struct QRCode: Sendable {
    /// Squares to a side.
    package let side: Int
    private let dark: [Bool]

    /// Encodes text of up to some 200 characters, readable with 15 % of it damaged.
    package init(_ text: String) throws(AccountsError) {
        guard let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else { throw .drawingFailed }
        defer { QRcode_free(code) }
        side = Int(code.pointee.width)
        dark = UnsafeBufferPointer(start: code.pointee.data, count: side * side).map { $0 & 1 == 1 }
    }

    package func isDark(row: Int, column: Int) -> Bool { dark[row * side + column] }

    /// The code as a drawing, with the four light squares around it that readers need.
    package func drawing(label: String) -> HTML {
        let quiet = 4
        var path = ""
        for row in 0..<side {
            var column = 0
            while column < side {
                var length = 0
                while column + length < side, isDark(row: row, column: column + length) { length += 1 }
                if length > 0 { path += "M\(column + quiet) \(row + quiet)h\(length)v1h-\(length)z" }
                column += max(length, 1)
            }
        }
        let size = side + 2 * quiet
        return .svg(
            [.viewBox("0 0 \(size) \(size)"), .role("img"), .ariaLabel(label)],
            .rect([.width(size), .height(size), .fill("#fff")]),
            .path([.d(path), .fill("#000")]))
    }
}
