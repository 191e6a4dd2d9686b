import Accounts
import CaseModel
import Foundation
import HTTP
import ProtocolFiles
import Web

/// The protocols in force, and the cases in which a step is overdue.
struct ProtocolListRoutes: Sendable {
    let desk: DeskDatabase
    let pages: StaffPages
    let lists: CodeLists
    let library: ProtocolLibrary

    private static let mostRows = 200

    func register(in routes: inout StaffRoutes) {
        routes.get("/desk/protocols", roles: .who(may: .readCases)) { _, staff in
            let now = Date.now
            let overdue = try await desk.read(for: staff) {
                try await ProtocolQueries.overdue(at: now, limit: Self.mostRows, in: &$0)
            }
            return .page(page(overdue, staff), door: .staff)
        }
    }

    private func page(_ overdue: [OverdueSteps], _ staff: Staff) -> HTML {
        let words = pages.words(staff)
        return pages.page(
            Phrase("protocol.list.title"), staff, path: "/desk",
            .h1(words.html(Phrase("protocol.list.title"))),
            .section(
                .h2(words.html(Phrase("protocol.list.overdue"))),
                overdue.isEmpty ? .p(words.html(Phrase("protocol.list.none"))) : table(overdue, words)),
            .section(
                .h2(words.html(Phrase("protocol.list.all"))),
                .list(library.all.map { one($0, words) })))
    }

    private func table(_ overdue: [OverdueSteps], _ words: Words) -> HTML {
        let head = [Phrase("desk.column.case"), Phrase("protocol.list.since"), Phrase("protocol.list.steps")]
        let rows = overdue.map { row in
            HTML.tr(
                .th(
                    [.scope("row")],
                    .a(
                        [.href("/desk/cases/\(row.caseID)/protocol#steps")],
                        words.html(Phrase("desk.case.number", ["number": .number(Int(row.number))])))),
                .td(UTCTime.html(row.since)),
                .td([.class("number")], .text(String(row.count))))
        }
        return .scrolling(
            words(Phrase("protocol.list.overdue")),
            .table(
                [.id("overdue")],
                .thead(.tr(.list(head.map { .th([.scope("col")], words.html($0)) }))),
                .tbody(.list(rows))))
    }

    private func one(_ one: EntityProtocol, _ words: Words) -> HTML {
        .details(
            .summary(
                ProtocolWords.html(one.title, words), " – ",
                words.html(Phrase("protocol.version", ["version": .number(one.version)]))),
            .p(
                words.html(
                    Phrase("protocol.list.days", ["adopted": .text(one.adopted), "review": .text(one.review)]))),
            .p(.text(one.entities.map { lists.label($0, in: "un_entity", words) }.joined(separator: "; "))),
            .ol(
                .list(
                    one.steps.map { step in
                        .li(
                            ProtocolWords.html(step.title, words), " – ",
                            .text(lists.label(step.role.rawValue, in: "role", words)),
                            step.clock.map { .list(", ", words.html(ProtocolWords.phrase($0))) } ?? .empty)
                    })))
    }
}
