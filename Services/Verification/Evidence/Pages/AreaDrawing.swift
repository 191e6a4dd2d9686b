import HTTP
import Web

/// What an officer draws on the picture of a page without a script: a click sends where it was, two of them are an area.
/// What stands so far lies in the form, beside what was typed.
struct AreaDrawing: Sendable, Equatable {
    /// The pictures are shown no larger, so that it is known what a click's coordinates mean.
    static let mostWidth = 800
    /// The buttons that change nothing but the drawing.
    private static let point = (x: "point.x", y: "point.y")
    static let undo = "undo"
    static let draw = "draw"
    static let shown = "shown"
    static let corner = (x: "corner_x", y: "corner_y")

    let state: FormState
    let parts: [CopyRecord.Part]

    init(_ state: FormState, _ parts: [CopyRecord.Part]) {
        self.state = state
        self.parts = parts
    }

    /// The page whose picture is drawn on; nil until one is asked for.
    var page: Int? { Int(state.value(Self.shown)).flatMap { (1...max(1, parts.count)).contains($0) ? $0 : nil } }

    /// The corner that waits for the one across from it, in ten-thousandths of the picture.
    var corner: (x: Int, y: Int)? {
        guard page != nil, let x = Int(state.value(Self.corner.x)), let y = Int(state.value(Self.corner.y)),
            (0..<10000).contains(x), (0..<10000).contains(y)
        else { return nil }
        return (x, y)
    }

    /// The areas of the page that is shown, as far as what stands in the fields are some.
    var areas: [RedactedArea] {
        (1...EvidenceForms.mostAreas).compactMap { row in
            EvidenceForms.area(row) { state.value($0) }
        }.filter { $0.page == page }
    }

    /// How large a page's picture is shown.
    func size(of page: Int) -> (width: Int, height: Int) {
        let part = parts[page - 1]
        let (width, height) = (max(1, part.width ?? 1), max(1, part.height ?? 1))
        let shown = min(width, Self.mostWidth)
        return (shown, max(1, (height * shown + width / 2) / width))
    }

    /// Whether one of the buttons for drawing was pressed, and not the form's own.
    static func isDrawn(_ fields: Fields) -> Bool { [undo, draw, point.x].contains(where: fields.contains) }

    /// What stands in the form after that.
    func after(_ fields: Fields) -> AreaDrawing {
        if fields.contains(Self.undo) { return undone }
        if let page = fields[Self.draw] { return with([Self.shown: page, Self.corner.x: "", Self.corner.y: ""]) }
        return clicked(Int(fields[Self.point.x] ?? "") ?? 0, Int(fields[Self.point.y] ?? "") ?? 0)
    }

    private func clicked(_ x: Int, _ y: Int) -> AreaDrawing {
        // The key Enter presses the picture too, and says that it was at 0, 0: what was typed is shown.
        guard let page, x > 0 || y > 0 else { return self }
        let size = size(of: page)
        let place = (x: min(max(0, x), size.width - 1), y: min(max(0, y), size.height - 1))
        guard let corner else {
            return with([
                Self.corner.x: String(place.x * 10000 / size.width),
                Self.corner.y: String(place.y * 10000 / size.height),
            ])
        }
        guard let row = (1...EvidenceForms.mostAreas).first(where: { !isTyped($0) }) else { return self }
        let across = Self.span(corner.x, place.x, size.width)
        let down = Self.span(corner.y, place.y, size.height)
        return with([
            "page_\(row)": String(page), "x_\(row)": across.from, "width_\(row)": across.length, "y_\(row)": down.from,
            "height_\(row)": down.length, Self.corner.x: "", Self.corner.y: "",
        ])
    }

    /// From one corner to the other in hundredths, each with the whole of the dot that was clicked.
    private static func span(_ corner: Int, _ place: Int, _ size: Int) -> (from: String, length: String) {
        let dot = (10000 + size - 1) / size
        let (begins, ends) = (place * 10000 / size, min(10000, ((place + 1) * 10000 + size - 1) / size))
        let from = min(corner, begins)
        let to = max(min(10000, corner + dot), ends)
        return (hundredths(from), hundredths(to - from))
    }

    private static func hundredths(_ number: Int) -> String { String(Double(number) / 100) }

    /// Without the corner, or else without the last area.
    private var undone: AreaDrawing {
        if corner != nil { return with([Self.corner.x: "", Self.corner.y: ""]) }
        guard let row = (1...EvidenceForms.mostAreas).last(where: isTyped) else { return self }
        return with(Dictionary(uniqueKeysWithValues: EvidenceForms.areaFields.map { ("\($0)_\(row)", "") }))
    }

    private func isTyped(_ row: Int) -> Bool {
        EvidenceForms.areaFields.dropFirst().contains { !state.value("\($0)_\(row)").isEmpty }
    }

    /// How many rows of numbers the form has: those that are filled in, and one more.
    var rows: Int {
        let last = (1...EvidenceForms.mostAreas).last(where: isTyped) ?? 0
        return min(EvidenceForms.mostAreas, max(EvidenceForms.areaRows, last + 1))
    }

    private func with(_ values: [String: String]) -> AreaDrawing {
        var state = state
        for (name, value) in values { state.set(name, value) }
        return AreaDrawing(state, parts)
    }
}
