import Accounts
import CaseModel
import Foundation
import Web

/// Looking at a file: its safe pictures behind a warning, or its text; and blacking out parts of the pictures.
struct CopyPages: Sendable {
    let pages: StaffPages

    func pictures(
        _ file: EvidenceFile, _ copy: CopyRow, _ record: CopyRecord, _ state: FormState, _ staff: Staff
    ) -> HTML {
        let words = pages.words(staff)
        let path = "/desk/evidence/\(file.id)/copies/\(copy.id)"
        return pages.page(
            Phrase("evidence.look.title"), staff, path: "/desk/cases",
            .h1(words.html(Phrase("evidence.look.title"))),
            .p(.a([.href("/desk/evidence/\(file.id)#copy-\(copy.id)")], words.html(Phrase("evidence.look.back")))),
            .p([.class("notice")], words.html(Phrase("evidence.look.warning"))),
            .list(
                record.parts.indices.map { index in
                    .details(
                        [.id("page-\(index + 1)")],
                        .summary(words.html(Phrase("evidence.look.show", ["page": .number(index + 1)]))),
                        .p(
                            .img(
                                [
                                    .src("\(path)/\(index + 1)"), .loadedLate, .class("evidence-picture"),
                                    .alt(words(Phrase("evidence.look.alt", ["page": .number(index + 1)]))),
                                    .width(record.parts[index].width ?? 0), .height(record.parts[index].height ?? 0),
                                ])))
                }),
            .when(record.isCut, .p(words.html(Phrase("evidence.copy.cut")))),
            .when(staff.may(.editCases), RedactionForm(words: words, path: path).html(record, state, staff)))
    }

    func text(_ file: EvidenceFile, _ text: String, isCut: Bool, isMade: Bool = false, _ staff: Staff) -> HTML {
        let words = pages.words(staff)
        return pages.page(
            Phrase("evidence.text.title"), staff, path: "/desk/cases",
            .h1(words.html(Phrase("evidence.text.title"))),
            .p(.a([.href("/desk/evidence/\(file.id)")], words.html(Phrase("evidence.look.back")))),
            .p([.class("notice")], words.html(Phrase("evidence.look.warning"))),
            .when(isMade, .p([.class("notice"), .id("text-only")], words.html(Phrase("evidence.text.only")))),
            .details(
                .summary(words.html(Phrase("evidence.text.show"))), .div([.id("evidence-text")], .userParagraphs(text))),
            .when(isCut, .p(words.html(Phrase("evidence.text.cut")))))
    }
}
