import Accounts
import CaseModel
import Foundation
import Web

/// The steps of a case's protocol in their order: who does each, what must lie with the case, until when, and what became
/// of it.
struct StepList: Sendable {
    let lists: CodeLists
    let words: Words
    let staff: Staff
    let names: StaffNames
    let now: Date

    func html(_ run: CaseRun, of id: CaseID, mayNote: Bool) -> HTML {
        .section(
            [.id("steps")],
            .h2(words.html(Phrase("protocol.steps"))),
            .list(run.run.steps.map { step(run, $0, id, mayNote) }))
    }

    private func step(_ run: CaseRun, _ step: ProtocolStep, _ id: CaseID, _ mayNote: Bool) -> HTML {
        guard let state = run.run.state(of: step.id) else { return .empty }
        // What is to be done now stands open; what waits or is over, one press away.
        return .details(
            [.class("card step"), .id("step-\(step.id)")] + (state.status == .open ? [.open] : []),
            .summary(
                ProtocolWords.html(step.title, words), " – ",
                .data([.value(state.status.rawValue)], words.html(ProtocolWords.phrase(state.status))), mark(state)),
            .dl(
                .when(
                    step.isOptional,
                    .list(
                        .dt(words.html(Phrase("protocol.state"))), .dd(words.html(Phrase("protocol.optional"))))),
                .dt(words.html(Phrase("protocol.role"))),
                .dd(.data([.value(step.role.rawValue)], .text(lists.label(step.role.rawValue, in: "role", words)))),
                step.clock.map { clock(step, $0, state) } ?? .empty,
                waits(run.run, step, state),
                evidence(step),
                run.added(step.id).map { .list(.dt(words.html(Phrase("protocol.added"))), .dd(added($0))) } ?? .empty),
            happened(run.events(of: step.id)),
            .when(mayNote, actions(step, state, id)))
    }

    private func mark(_ state: ProtocolRun.StepState) -> HTML {
        guard state.isOverdue(at: now) else { return .empty }
        return .list(" ", .span([.class("tag danger")], words.html(Phrase("protocol.overdue"))))
    }

    private func clock(_ step: ProtocolStep, _ clock: StepClock, _ state: ProtocolRun.StepState) -> HTML {
        let escalation = step.escalatesTo.map { role in
            let label = lists.label(role.rawValue, in: "role", words)
            let phrase =
                state.isOverdue(at: now)
                ? Phrase("protocol.escalate_now", ["role": .text(label)])
                : Phrase("protocol.escalates", ["role": .text(label)])
            return HTML.list(" · ", words.html(phrase))
        }
        return .list(
            .dt(words.html(Phrase("protocol.due"))),
            .dd(
                state.due.map { .list(UTCTime.html($0), " · ") } ?? .empty,
                .when(state.isStopped, .list(.strong(words.html(Phrase("protocol.clock.stands"))), " · ")),
                words.html(ProtocolWords.phrase(clock)),
                .when(
                    state.extensions > 0,
                    .list(
                        " · ",
                        words.html(
                            Phrase(
                                "protocol.extended",
                                ["times": .number(state.extensions), "most": .number(clock.extensions)])))),
                escalation ?? .empty))
    }

    private func waits(_ run: ProtocolRun, _ step: ProtocolStep, _ state: ProtocolRun.StepState) -> HTML {
        guard state.status == .waiting else { return .empty }
        let before = run.steps.filter { step.after.contains($0.id) }
        return .list(
            .dt(words.html(Phrase("protocol.waits_for"))),
            .dd(.ul(.list(before.map { .li(.a([.href("#step-\($0.id)")], ProtocolWords.html($0.title, words))) }))))
    }

    private func evidence(_ step: ProtocolStep) -> HTML {
        guard !step.evidence.isEmpty else { return .empty }
        return .list(
            .dt(words.html(Phrase("protocol.evidence.required"))),
            .dd(.ul(.list(step.evidence.map { .li(ProtocolWords.html($0, words)) }))))
    }

    private func added(_ record: RecordVersion<AddedStep>) -> HTML {
        .list(
            .span([.id("record-\(record.id)")], .userText(names.name(record.createdBy))), ", ",
            UTCTime.html(record.createdAt), .userParagraphs(record.content.reason))
    }

    private func happened(_ events: [RecordVersion<StepRecord>]) -> HTML {
        guard !events.isEmpty else { return .empty }
        return .ul(
            [.class("happened")],
            .list(
                events.map { event in
                    HTML.li(
                        [.id("record-\(event.id)")],
                        .strong(
                            .data(
                                [.value(event.content.event.rawValue)],
                                words.html(ProtocolWords.phrase(event.content.event)))),
                        ", ", .userText(names.name(event.createdBy)), ", ", UTCTime.html(event.createdAt),
                        .when(!event.content.evidence.isEmpty, .userParagraphs(event.content.evidence)),
                        .when(!event.content.reason.isEmpty, .userParagraphs(event.content.reason)))
                }))
    }

    /// What asks for no words is one press; everything else leads to the form.
    private func actions(_ step: ProtocolStep, _ state: ProtocolRun.StepState, _ id: CaseID) -> HTML {
        let path = "/desk/cases/\(id)/protocol"
        let title = ProtocolWords.text(step.title, words)
        let isQuick = state.status == .open && step.evidence.isEmpty && staff.roles.contains(step.role)
        return .div(
            [.class("actions")],
            .when(
                isQuick,
                FormFields(words).buttonForm(
                    action: "\(path)/steps", token: staff.formToken, Phrase("protocol.event.done"),
                    fields: [("step", step.id), ("event", StepEvent.Kind.done.rawValue)])),
            .a(
                [.href("\(path)?step=\(step.id)#note-step")],
                words.html(Phrase("protocol.note.link")), .span([.class("only-spoken")], .text(": \(title)"))))
    }
}
