/// A part of a page to be blacked out, in hundredths of its width and height, from the upper left corner.
struct RedactedArea: Codable, Sendable, Equatable {
    /// From 1.
    var page: Int
    var x: Double
    var y: Double
    var width: Double
    var height: Double

    /// Whether it lies on the page at all. What reaches over the edge is cut there.
    var isPossible: Bool {
        page >= 1 && [x, y, width, height].allSatisfy(\.isFinite) && (0..<100).contains(x) && (0..<100).contains(y)
            && width > 0 && width <= 100 && height > 0 && height <= 100
    }

    /// The corners in pixels: never less than what was drawn, and never beyond the picture.
    func pixels(width pictureWidth: Int, height pictureHeight: Int) -> (left: Int, top: Int, right: Int, bottom: Int) {
        func place(_ hundredths: Double, _ size: Int, _ rule: FloatingPointRoundingRule) -> Int {
            min(max(0, Int((hundredths / 100 * Double(size)).rounded(rule))), size - 1)
        }
        return (
            place(x, pictureWidth, .down), place(y, pictureHeight, .down),
            place(x + width, pictureWidth, .up), place(y + height, pictureHeight, .up)
        )
    }
}
