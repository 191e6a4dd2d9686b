import Accounts
import CaseModel
import Foundation
import HTTP
import Web

/// The people of a case: who they are, what describes them, and what they are to each other.
struct PeoplePages: Sendable {
    let shell: CaseShell

    private var lists: CodeLists { shell.lists }

    func section(
        _ about: RecordSurroundings, _ descriptors: [RecordVersion<Descriptors>], _ names: StaffNames, _ staff: Staff
    ) -> HTML {
        shell.page(about.row, .people, staff, body(about, descriptors, names, staff))
    }

    /// Without the page around it.
    func body(
        _ about: RecordSurroundings, _ descriptors: [RecordVersion<Descriptors>], _ names: StaffNames, _ staff: Staff
    ) -> HTML {
        let words = shell.pages.words(staff)
        let facts = RecordFacts(
            lists: lists, words: words, staff: staff, names: about.coding.names(words(Phrase("people.nameless"))))
        let described = Dictionary(
            descriptors.map { ($0.content.subject, $0) }, uniquingKeysWith: { first, _ in first })
        let address = "/desk/cases/\(about.row.id)"
        return .list(
            .h2(words.html(Phrase("people.title"))),
            .when(about.coding.subjects.isEmpty, .p(words.html(Phrase("people.none")))),
            .list(
                about.coding.subjects.map {
                    subject($0, described[$0.id.description], about, names, facts)
                }),
            add("\(address)/people/new", SubjectForm.adding, words, staff),
            .h2(words.html(Phrase("people.relations"))),
            .when(about.coding.relations.isEmpty, .p(words.html(Phrase("people.relations.none")))),
            .list(about.coding.relations.map { relation($0, about, names, facts) }),
            .when(
                about.coding.subjects.count > 1,
                add("\(address)/relations/new", RelationForm.adding, words, staff)))
    }

    private func add(_ address: String, _ label: Phrase, _ words: Words, _ staff: Staff) -> HTML {
        .when(
            staff.may(.editCases),
            .p([.class("only-screen")], FormFields.buttonLink(address, words.html(label))))
    }

    private func subject(
        _ record: RecordVersion<Subject>, _ descriptors: RecordVersion<Descriptors>?, _ about: RecordSurroundings,
        _ names: StaffNames, _ facts: RecordFacts
    ) -> HTML {
        let subject = record.content
        let words = facts.words
        return facts.article(
            record, in: about.row.id, path: SubjectForm.path, by: names,
            .h3(.userText(subject.displayName.isEmpty ? words(Phrase("people.nameless")) : subject.displayName)),
            .when(subject.withheld, .p(.strong(words.html(Phrase("people.withheld"))))),
            .dl(
                facts.codes(Phrase("people.unit"), subject.unit, "target_unit"),
                .when(
                    !Subject.single.contains(subject.unit),
                    facts.fact(
                        Phrase("people.count"),
                        [subject.count.map { .text(String($0)) } ?? words.html(Phrase("people.count.unknown"))])),
                facts.fact(Phrase("people.name_variants"), subject.nameVariants.map { .userText($0) }),
                facts.codes(Phrase("people.categories"), subject.categories, "target_category"),
                facts.states(Phrase("people.nationality"), subject.nationalities),
                statuses(subject.legalStatus, facts),
                facts.text(Phrase("people.notes"), subject.notes),
                facts.sources(subject.submissions, about.submissions)),
            self.descriptors(descriptors, of: record.id, in: about.row.id, facts))
    }

    private func statuses(_ statuses: [Subject.LegalStatus], _ facts: RecordFacts) -> HTML {
        guard !statuses.isEmpty else { return .empty }
        let items = statuses.map { status in
            HTML.li(
                .span([.dir(.leftToRight)], .text(status.date ?? "–")), " ",
                facts.code(status.status, "legal_status"),
                status.note.map { .list(" · ", .userText($0)) } ?? .empty)
        }
        return .list(.dt(facts.words.html(Phrase("people.legal_status"))), .dd(.ol(.list(items))))
    }

    /// Only for those who may read them: others do not learn whether there are any.
    private func descriptors(
        _ record: RecordVersion<Descriptors>?, of subject: RecordID, in id: CaseID, _ facts: RecordFacts
    ) -> HTML {
        guard facts.staff.may(.readDescriptors) else { return .empty }
        let words = facts.words
        let content = record?.content
        let notAsked = words.html(Phrase("people.not_asked"))
        let edit = HTML.a(
            [.href("/desk/cases/\(id)/people/\(subject)/descriptors"), .class("only-screen")],
            words.html(Phrase("people.descriptors.change")))
        return .section(
            [.class("descriptors"), .id("descriptors-\(subject)")],
            .h3(words.html(Phrase("people.descriptors"))),
            .dl(
                .dt(words.html(Phrase("people.gender"))),
                .dd(content?.gender.map { facts.code($0, "gender") } ?? notAsked),
                numbers(content?.genderCounts ?? [:], facts),
                .dt(words.html(Phrase("people.age_band"))),
                .dd(content?.ageBand.map { facts.code($0, "age_band") } ?? notAsked),
                facts.codes(Phrase("people.vulnerabilities"), content?.vulnerabilities ?? [], "vulnerability"),
                facts.fact(
                    Phrase("people.basis"),
                    content?.basis.map { [.data([.value($0.rawValue)], words.html($0.phrase))] } ?? [])),
            .when(facts.staff.may(.editCases), .p(edit)),
            record.map { found in
                .p(.a([.href("/desk/cases/\(id)/records/\(found.id)")], words.html(Phrase("record.history"))))
            } ?? .empty)
    }

    private func numbers(_ counts: [String: Int], _ facts: RecordFacts) -> HTML {
        facts.fact(
            Phrase("people.gender.numbers"),
            counts.sorted { $0.key < $1.key }.map { code, count in
                .list(facts.code(code, "gender"), " ", .text(String(count)))
            })
    }

    private func relation(
        _ record: RecordVersion<Relation>, _ about: RecordSurroundings, _ names: StaffNames, _ facts: RecordFacts
    ) -> HTML {
        let relation = record.content
        return facts.article(
            record, in: about.row.id, path: RelationForm.path, by: names,
            .p(
                facts.person(relation.from), " ",
                .strong(.data([.value(relation.relation.rawValue)], facts.words.html(relation.relation.phrase))), " ",
                facts.person(relation.to)),
            .dl(facts.text(Phrase("people.notes"), relation.note)))
    }
}
