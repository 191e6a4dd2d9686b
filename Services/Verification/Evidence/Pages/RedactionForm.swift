import Accounts
import CaseModel
import Web

/// Blacking out parts of a working copy: drawn on its pictures with two clicks each, or typed as numbers.
struct RedactionForm: Sendable {
    let words: Words
    /// The copy's address.
    let path: String

    func html(_ record: CopyRecord, _ state: FormState, _ staff: Staff) -> HTML {
        let fields = FormFields(words, state)
        let drawing = AreaDrawing(state, record.parts)
        return .section(
            [.id("redact")],
            .h2(words.html(Phrase("evidence.redact.title"))),
            .p(words.html(Phrase("evidence.redact.way"))),
            fields.form(
                action: "\(path)/redactions", token: staff.formToken,
                .div([.id("drawing")], picture(drawing), buttons(drawing)),
                .p([.class("hint")], words.html(Phrase("evidence.redact.text"))),
                .list((1...drawing.rows).map { row($0, record.parts.count, fields) }),
                fields.textarea("reason", Phrase("evidence.reason"), required: true, rows: 3),
                fields.button(Phrase("evidence.redact.submit"))))
    }

    private func picture(_ drawing: AreaDrawing) -> HTML {
        guard let page = drawing.page else { return .empty }
        let fields = FormFields(words)
        let size = drawing.size(of: page)
        let label = words(Phrase("evidence.redact.picture", ["page": .number(page)]))
        return .list(
            fields.hidden(AreaDrawing.shown, String(page)),
            drawing.corner.map {
                .list(
                    fields.hidden(AreaDrawing.corner.x, String($0.x)), fields.hidden(AreaDrawing.corner.y, String($0.y))
                )
            } ?? .empty,
            .p(
                [.class("hint"), .role("status")],
                words.html(
                    drawing.corner == nil ? Phrase("evidence.redact.first") : Phrase("evidence.redact.second"))),
            .scrolling(
                label,
                .div(
                    [.class("drawing"), .dir(.leftToRight)],
                    .input([
                        .type("image"), .name("point"), .src("\(path)/\(page)"), .alt(label),
                        .formAction("\(path)/redactions#drawing"), .width(size.width), .height(size.height),
                    ]),
                    .svg(
                        [.viewBox("0 0 \(size.width) \(size.height)"), .ariaHidden],
                        .list(drawing.areas.map { .path([.d(Self.outline($0, size))]) }),
                        drawing.corner.map { .path([.class("corner"), .d(Self.cross($0, size))]) } ?? .empty))))
    }

    private func buttons(_ drawing: AreaDrawing) -> HTML {
        let others = drawing.parts.indices.map { $0 + 1 }.filter { $0 != drawing.page }
        return .p(
            .list(
                others.map {
                    button(AreaDrawing.draw, String($0), Phrase("evidence.redact.draw", ["page": .number($0)]))
                }),
            .when(drawing.page != nil, button(AreaDrawing.undo, "last", Phrase("evidence.redact.undo"))))
    }

    private func button(_ name: String, _ value: String, _ label: Phrase) -> HTML {
        .button(
            [
                .type("submit"), .class("button quiet"), .name(name), .value(value),
                .formAction("\(path)/redactions#drawing"),
            ], words.html(label))
    }

    /// In the picture's own pixels: what will be black, and no more of it than lies on the page.
    private static func outline(_ area: RedactedArea, _ size: (width: Int, height: Int)) -> String {
        let corners = area.pixels(width: size.width, height: size.height)
        return "M\(corners.left) \(corners.top)H\(corners.right + 1)V\(corners.bottom + 1)H\(corners.left)Z"
    }

    private static func cross(_ corner: (x: Int, y: Int), _ size: (width: Int, height: Int)) -> String {
        let (x, y) = (corner.x * size.width / 10000, corner.y * size.height / 10000)
        return "M\(x - 12) \(y)h24M\(x) \(y - 12)v24"
    }

    private func row(_ number: Int, _ pages: Int, _ fields: FormFields) -> HTML {
        .fieldset(
            [.class("field area")],
            .legend(words.html(Phrase("evidence.redact.area", ["number": .number(number)]))),
            .div(
                [.class("date")],
                .when(pages > 1, fields.text("page_\(number)", Phrase("evidence.redact.page"), kind: .number, size: 4)),
                fields.text("x_\(number)", Phrase("evidence.redact.x"), kind: .number, size: 6),
                fields.text("y_\(number)", Phrase("evidence.redact.y"), kind: .number, size: 6),
                fields.text("width_\(number)", Phrase("evidence.redact.width"), kind: .number, size: 6),
                fields.text("height_\(number)", Phrase("evidence.redact.height"), kind: .number, size: 6)))
    }
}
