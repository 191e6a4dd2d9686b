import Accounts
import CaseModel
import Foundation
import Web

/// The safety check-ins on the page of the risk section: what was agreed, what became of each time, and what to do now.
struct CheckInSection: Sendable {
    let lists: CodeLists
    let words: Words
    let staff: Staff

    func html(
        _ row: CaseRow, _ file: CheckInFile, _ ledger: ConsentLedger, _ typed: FormState, at now: Date
    ) -> HTML {
        .section(
            [.id("check-ins")],
            .h2(words.html(Phrase("check_in.title"))),
            file.checkIns.isEmpty
                ? .p(words.html(Phrase("check_in.none"))) : .list(file.checkIns.map { agreed($0, row, ledger) }),
            .when(staff.may(.editCases), CheckInForm(lists: lists, words: words, staff: staff).html(row, ledger, typed))
        )
    }

    private func agreed(_ agreed: CheckInFile.Agreed, _ row: CaseRow, _ ledger: ConsentLedger) -> HTML {
        let checkIn = agreed.record.content
        let name = checkIn.subject.flatMap { RecordID($0) }.flatMap { ledger.people.person($0)?.name }
        let facts = RecordFacts(lists: lists, words: words, staff: staff, names: [:])
        return .article(
            [.class("record"), .id("record-\(agreed.record.id)")],
            .h3(
                name.map { .userText($0) } ?? words.html(Phrase("check_in.source")), " · ",
                .data(
                    [.id("check-in-\(agreed.record.id)"), .value(agreed.state.rawValue)],
                    words.html(Self.phrase(agreed.state)))),
            .dl(
                facts.codes(Phrase("check_in.channel"), checkIn.channel, "channel"),
                facts.fact(
                    Phrase("check_in.schedule"),
                    [
                        words.html(Phrase("check_in.every", ["hours": .number(checkIn.everyHours)])),
                        UTCTime.html(checkIn.from), checkIn.until.map { UTCTime.html($0) } ?? "–",
                    ]),
                facts.fact(Phrase("check_in.next"), agreed.row.nextAt.map { [UTCTime.html($0)] } ?? []),
                facts.fact(
                    Phrase("check_in.silence"),
                    [.data([.value(checkIn.silence.rawValue)], words.html(checkIn.silence.phrase))]),
                facts.text(Phrase("check_in.silence_words"), checkIn.silenceWords),
                facts.text(Phrase("check_in.what_to_do"), checkIn.whatToDo)),
            .ul(.list(agreed.occasions.prefix(10).map { .li(occasion($0)) })),
            .when(staff.may(.editCases) && agreed.row.nextAt != nil, buttons(agreed, row)),
            .p(
                [.class("hint")],
                .a(
                    [.href("/desk/cases/\(row.id)/records/\(agreed.record.id)")],
                    words.html(Phrase("record.history")))))
    }

    private func buttons(_ agreed: CheckInFile.Agreed, _ row: CaseRow) -> HTML {
        let path = "/desk/cases/\(row.id)/check-ins/\(agreed.record.id)"
        let fields = FormFields(words)
        return .list(
            fields.buttonForm(action: "\(path)/met", token: staff.formToken, Phrase("check_in.met")),
            fields.buttonForm(
                action: "\(path)/stop", token: staff.formToken, Phrase("check_in.stop"),
                fields: [("version", String(agreed.record.version))]))
    }

    private func occasion(_ occasion: CheckInOccasion) -> HTML {
        let time: [String: PhraseValue] = ["time": .text(occasion.answeredAt.map(UTCTime.minute) ?? "")]
        let became: HTML =
            occasion.answeredAt == nil
            ? .strong(words.html(Phrase("check_in.occasion.missed")))
            : words.html(
                occasion.missedAt == nil
                    ? Phrase("check_in.occasion.met", time) : Phrase("check_in.occasion.late", time))
        return .list(UTCTime.html(occasion.expectedAt), ": ", became)
    }

    private static func phrase(_ state: CheckInFile.State) -> Phrase {
        switch state {
        case .expected: Phrase("check_in.state.expected")
        case .missed: Phrase("check_in.state.missed")
        case .over: Phrase("check_in.state.over")
        }
    }
}
