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
    static let all: [CasePart] = [.people, .acts, .findings, .source, .protocol, .notes, .happened]

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

extension CasePart {
    static let people = CasePart(
        section: .people,
        glance: { view, _ in
            guard !view.file.coding.subjects.isEmpty else {
                return .p(view.words.html(Phrase("people.none")))
            }
            return .ul(.list(view.file.coding.subjects.map { person($0, view.facts) }))
        },
        paper: { view, transaction in
            let descriptors = try await view.parts.descriptors(
                view.file.row.id, view.sealing, view.staff, in: &transaction)
            let names = try await StaffNames.of(view.file.coding.savedBy, in: &transaction)
            return PeoplePages(shell: view.parts.shell).body(view.surroundings, descriptors, names, view.staff)
        })

    /// Who, what they are, and where they stand before the law.
    private static func person(_ record: RecordVersion<Subject>, _ facts: RecordFacts) -> HTML {
        let subject = record.content
        let unit = facts.code(subject.unit, "target_unit")
        let count = Subject.single.contains(subject.unit) ? nil : subject.count
        return .li(
            facts.person(record.id.description), " (", unit, count.map { .text(" \($0)") } ?? .empty, ")",
            .list(subject.categories.map { .list(" · ", facts.code($0, "target_category")) }),
            subject.legalStatus.last.map { .list(" · ", facts.code($0.status, "legal_status")) } ?? .empty,
            .when(subject.withheld, .list(" · ", facts.words.html(Phrase("people.withheld")))))
    }

    static let acts = CasePart(
        section: .acts,
        glance: { view, _ in
            let (coding, facts) = (view.file.coding, view.facts)
            let early = Set(coding.tooEarly)
            return .list(
                .when(coding.acts.isEmpty, .p(view.words.html(Phrase("acts.none")))),
                .ul(
                    .list(coding.acts.map { act($0.content, early.contains($0.id), facts) }),
                    .list(coding.cooperations.map { cooperation($0.content, facts) })),
                coding.facts.map { whole($0.content, facts) } ?? .empty)
        },
        paper: { view, transaction in
            let names = try await StaffNames.of(view.file.coding.savedBy, in: &transaction)
            let events = try await view.parts.eventTitles(view.file.coding, in: &transaction)
            return ActsPages(shell: view.parts.shell).body(view.surroundings, names, events: events, view.staff)
        })

    /// What, when, where, to whom, by whom.
    private static func act(_ act: Act, _ isEarly: Bool, _ facts: RecordFacts) -> HTML {
        var parts: [HTML] = [facts.code(act.act, "act_type")]
        if let date = act.date { parts.append(facts.date(date)) }
        if act.ongoing { parts.append(facts.words.html(Phrase("acts.ongoing"))) }
        if !act.place.isEmpty { parts.append(.userText(act.place)) }
        if let state = act.stateOfAct { parts.append(facts.state(state)) }
        parts += act.subjects.map { facts.person($0) }
        parts += act.perpetrators.map { facts.code($0.type, "perpetrator_type") }
        if isEarly { parts.append(.strong(facts.words.html(Phrase("acts.too_early")))) }
        return line(parts)
    }

    private static func cooperation(_ cooperation: Cooperation, _ facts: RecordFacts) -> HTML {
        var parts: [HTML] = [
            .list(facts.words.html(Phrase("acts.cooperation")), ": ", facts.code(cooperation.entity, "un_entity"))
        ]
        if let mandate = cooperation.mandate { parts.append(facts.code(mandate, "sp_mandate")) }
        if let tense = cooperation.tense { parts.append(facts.code(tense, "cooperation_tense")) }
        if let date = cooperation.date { parts.append(facts.date(date)) }
        parts += cooperation.subjects.map { facts.person($0) }
        return line(parts)
    }

    private static func whole(_ whole: WholeCase, _ facts: RecordFacts) -> HTML {
        .dl(
            facts.codes(Phrase("acts.nature"), whole.nature, "act_nature"),
            facts.codes(Phrase("acts.effects"), whole.effects, "effect"),
            facts.states(Phrase("acts.responsible"), whole.stateResponsible))
    }

    private static func line(_ parts: [HTML]) -> HTML {
        var joined: [HTML] = []
        for part in parts {
            if !joined.isEmpty { joined.append(" · ") }
            joined.append(part)
        }
        return .li(.list(joined))
    }

    /// Until when each source must hear something, and on paper the conversation.
    static let source = CasePart(
        section: .source,
        glance: { view, _ in
            let due = view.sources.compactMap { FeedbackClock($0, nil).due }.min()
            guard let due else { return .empty }
            return .p(
                view.words.html(Phrase("case.feedback_due")), " ", UTCTime.html(due),
                .when(due <= view.now, .list(" ", .strong(view.words.html(Phrase("case.overdue"))))))
        },
        paper: { view, _ in
            let section = SourceSection(lists: view.parts.lists, words: view.words, staff: view.staff)
            return .list(view.sources.map { section.html($0, nil) })
        })

    /// The open steps, the next one first.
    static let `protocol` = CasePart(
        section: .protocol,
        glance: { view, transaction in
            let runs = CaseRuns(records: view.parts.records)
            guard let run = try await runs.get(view.file.row, view.sealing, in: &transaction)?.run else {
                return .empty
            }
            let open = run.steps.compactMap { step in run.state(of: step.id).map { (step, $0) } }
                .filter { $0.1.status == .open }
                .sorted { ($0.1.due ?? .distantFuture) < ($1.1.due ?? .distantFuture) }
            guard !open.isEmpty else { return .p(view.words.html(Phrase("case.no_open_steps"))) }
            return .ul(
                .list(
                    open.map { step, state in
                        HTML.li(
                            ProtocolWords.html(step.title, view.words),
                            state.due.map { .list(" · ", UTCTime.html($0)) } ?? .empty,
                            .when(
                                state.isOverdue(at: view.now),
                                .list(" · ", .strong(view.words.html(Phrase("case.overdue"))))))
                    }))
        })

    /// On paper, every note that the officers share.
    static let notes = CasePart(
        section: .notes,
        paper: { view, transaction in
            let notes = try await view.parts.records.all(
                Note.self, of: view.file.row.id, view.sealing, in: &transaction)
            guard !notes.isEmpty else { return .empty }
            let names = try await StaffNames.of(notes.map(\.createdBy), in: &transaction)
            return .list(
                .h2(view.words.html(CaseSection.notes.title)),
                .list(
                    notes.map { note in
                        HTML.article(
                            [.class("record")], .userParagraphs(note.content.text),
                            .p(
                                [.class("hint")], UTCTime.html(note.createdAt), " · ",
                                .userText(names.name(note.createdBy))))
                    }))
        })

    /// On paper, the line of what happened in the world.
    static let happened = CasePart(
        section: .timeline,
        paper: { view, _ in
            .list(
                .h2(view.words.html(Phrase("timeline.happened"))),
                TimelinePages(shell: view.parts.shell).happened(view.surroundings, view.staff))
        })
}
