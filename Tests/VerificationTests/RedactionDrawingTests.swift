import CaseModel
import Foundation
import HTTP
import Testing
import Vault
import Web
@testable import Verification

@Suite struct `An area to be blacked out` {
    @Test(arguments: [
        (RedactedArea(page: 1, x: 0, y: 0, width: 100, height: 100), true),
        (RedactedArea(page: 1, x: 99.9, y: 0, width: 0.1, height: 1), true),
        (RedactedArea(page: 1, x: 50, y: 50, width: 90, height: 90), true),
        (RedactedArea(page: 0, x: 0, y: 0, width: 1, height: 1), false),
        (RedactedArea(page: 1, x: -1, y: 0, width: 1, height: 1), false),
        (RedactedArea(page: 1, x: 100, y: 0, width: 1, height: 1), false),
        (RedactedArea(page: 1, x: 0, y: 0, width: 0, height: 1), false),
        (RedactedArea(page: 1, x: 0, y: 0, width: 101, height: 1), false),
        (RedactedArea(page: 1, x: .nan, y: 0, width: 1, height: 1), false),
        (RedactedArea(page: 1, x: 0, y: .infinity, width: 1, height: 1), false),
    ]) func `lies on its page`(area: RedactedArea, isPossible: Bool) {
        #expect(area.isPossible == isPossible)
    }

    @Test func `covers no less than what was drawn, and ends with the picture`() {
        let corners = RedactedArea(page: 1, x: 10.06, y: 50, width: 20.1, height: 90).pixels(width: 1000, height: 600)
        #expect(corners.left == 100 && corners.top == 300 && corners.right == 302 && corners.bottom == 599)
    }
}

@Suite struct `What is drawn on a picture` {
    private static let parts = [(1600, 800), (300, 301)].map { width, height in
        CopyRecord.Part(
            id: UUID(), key: KeyBytes([]), sha256: HexBytes([]), size: 1, mediaType: "image/png", width: width,
            height: height)
    }

    /// What stands in the form after a browser has sent what stood there and a click, once for each.
    private func drawn(_ clicks: [[String: String]], from typed: [String: String] = [:]) -> AreaDrawing {
        var state = FormState(values: typed.mapValues { [$0] })
        for click in clicks {
            var fields = Fields()
            for (name, values) in state.values { fields.append(name, values[0]) }
            for (name, value) in click { fields.append(name, value) }
            #expect(AreaDrawing.isDrawn(fields))
            var sent = AreaDrawing(EvidenceForms.state(fields), Self.parts).after(fields).state
            // A button that was pressed is not part of what is sent the next time.
            for name in click.keys { sent.set(name, "") }
            state = FormState(values: sent.values.filter { click[$0.key] == nil })
        }
        return AreaDrawing(state, Self.parts)
    }

    private func click(_ x: Int, _ y: Int) -> [String: String] { ["point.x": "\(x)", "point.y": "\(y)"] }

    @Test func `is shown no larger than it is known to be`() {
        let drawing = AreaDrawing(FormState(), Self.parts)
        #expect(drawing.size(of: 1) == (800, 400) && drawing.size(of: 2) == (300, 301))
        #expect(drawing.page == nil && drawing.areas.isEmpty && drawing.rows == 2)
    }

    @Test(arguments: [
        ([80, 40, 239, 119], [10, 10, 20, 20]), ([239, 119, 80, 40], [10, 10, 20, 20]),
        ([80, 119, 239, 40], [10, 10, 20, 20]), ([0, 1, 799, 399], [0, 0.25, 100, 99.75]),
        ([5, 5, 5, 5], [0.62, 1.25, 0.13, 0.25]), ([790, 390, 5000, 5000], [98.75, 97.5, 1.25, 2.5]),
    ]) func `is an area after two clicks, whichever corners they are`(places: [Int], area: [Double]) {
        let first = drawn([["draw": "1"], click(places[0], places[1])])
        #expect(first.corner != nil && first.areas.isEmpty)
        let second = drawn([["draw": "1"], click(places[0], places[1]), click(places[2], places[3])])
        #expect(second.corner == nil)
        #expect(
            second.areas == [RedactedArea(page: 1, x: area[0], y: area[1], width: area[2], height: area[3])])
    }

    @Test func `covers every dot between the clicks`() throws {
        let area = try #require(drawn([["draw": "1"], click(33, 77), click(34, 79)]).areas.first)
        let corners = area.pixels(width: 800, height: 400)
        #expect(corners.left <= 33 && corners.top <= 77 && corners.right >= 34 && corners.bottom >= 79)
        #expect(corners.right <= 36 && corners.bottom <= 81)
    }

    @Test func `is taken back click by click, and leaves what was typed`() {
        let typed = ["x_1": "1", "y_1": "2", "width_1": "3", "height_1": "4", "reason": "A child"]
        let one = [["draw": "2"], click(10, 10), click(20, 20)]
        let two = drawn(one, from: typed)
        #expect(two.rows == 3 && two.areas.map(\.page) == [2] && two.state.value("reason") == "A child")
        #expect(drawn(one + [click(5, 5), ["undo": "last"]], from: typed).areas == two.areas)
        let undone = drawn(one + [["undo": "last"]], from: typed)
        #expect(undone.areas.isEmpty && undone.state.value("x_2").isEmpty && undone.state.value("x_1") == "1")
        #expect(
            drawn(one + [["undo": "last"], ["undo": "last"], ["undo": "last"]], from: typed).state.value("x_1") == "")
    }

    @Test(arguments: [
        ["point.x": "0", "point.y": "0"], ["point.x": "x", "point.y": ""], ["draw": "3"], ["draw": "-1"], ["draw": "x"],
    ]) func `stays as it is where nothing was drawn`(press: [String: String]) {
        let typed = ["shown": "1", "x_1": "1", "y_1": "2", "width_1": "3", "height_1": "4"]
        let after = drawn([press], from: typed)
        #expect(after.corner == nil && after.rows == 2 && after.state.value("x_1") == "1")
    }

    @Test func `is a corner of no page but its own`() {
        let after = drawn([["draw": "1"], click(10, 10), ["draw": "2"]])
        #expect(after.corner == nil && after.page == 2)
    }
}
