import Accounts
import CaseModel
import Foundation
import Postgres
import Web

/// What a feature shows of a case beside its own section: a few lines on the overview, and its part of the case on paper.
struct CasePart: Sendable {
    let section: CaseSection
    /// Empty where there is nothing to say.
    var glance: @Sendable (CaseView, inout Transaction) async throws -> HTML = { _, _ in .empty }
    /// Without forms: somebody reads it on paper.
    var paper: @Sendable (CaseView, inout Transaction) async throws -> HTML = { _, _ in .empty }
}

/// A case as the parts of its overview see it.
struct CaseView: Sendable {
    let parts: DeskParts
    let file: CaseFile
    let sealing: CaseSealing
    let sources: [SourceFile]
    let staff: Staff
    let words: Words
    let now: Date

    /// How records are shown.
    var facts: RecordFacts {
        RecordFacts(
            lists: parts.lists, words: words, staff: staff,
            names: file.coding.names(words(Phrase("people.nameless"))))
    }

    var surroundings: RecordSurroundings {
        RecordSurroundings(row: file.row, coding: file.coding, submissions: file.submissions)
    }
}

/// The parts of every case, in the order of its sections. A feature adds its own here.
enum CaseParts {
    static let all: [CasePart] = [
        .triage, .people, .acts, .evidence, .findings, .consent, .risk, .protocol, .source, .notes, .happened,
    ]

    /// Each part's lines under a heading that leads to its section.
    static func glances(_ view: CaseView, in transaction: inout Transaction) async throws -> HTML {
        var glances: [HTML] = []
        for part in all {
            let lines = try await part.glance(view, &transaction)
            guard !lines.isEmpty else { continue }
            let section = part.section
            glances.append(
                .section(
                    [.class("glance"), .id("glance-\(section.rawValue)")],
                    .h2(.a([.href(section.path(of: view.file.row.id))], view.words.html(section.title))),
                    lines))
        }
        return .list(glances)
    }

    static func papers(_ view: CaseView, in transaction: inout Transaction) async throws -> HTML {
        var papers: [HTML] = []
        for part in all {
            let paper = try await part.paper(view, &transaction)
            if !paper.isEmpty { papers.append(.section([.class("paper")], paper)) }
        }
        return .list(papers)
    }
}
