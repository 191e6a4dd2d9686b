import Accounts
import CaseModel
import HTTP
import Web

/// The form in which an officer records one item of information.
struct FindingForm: Sendable {
    let lists: CodeLists

    func html(_ file: CaseFile, _ state: FormState, _ words: Words, _ staff: Staff) -> HTML {
        let fields = FormFields(words, state)
        return .section(
            .h2(words.html(Phrase("finding.title"))),
            fields.form(
                action: "/desk/cases/\(file.row.id)/findings", token: staff.formToken,
                fields.radios(
                    "claim", Phrase("finding.claim"),
                    options: [
                        Choice(Claim.act.rawValue, words(Phrase("finding.claim.act"))),
                        Choice(Claim.nexus.rawValue, words(Phrase("finding.claim.nexus"))),
                    ], required: true),
                fields.radios(
                    "direction", Phrase("finding.direction"),
                    options: [
                        Choice("SUPPORTS", words(Phrase("finding.direction.supports"))),
                        Choice("CONTRADICTS", words(Phrase("finding.direction.contradicts"))),
                    ], required: true),
                fields.select(
                    "source", Phrase("finding.source"), options: lists.choices("source_type", words), required: true),
                fields.select(
                    "reliability", Phrase("finding.reliability"),
                    options: graded("source_reliability", words), required: true),
                fields.select(
                    "credibility", Phrase("finding.credibility"),
                    options: graded("information_credibility", words), required: true),
                fields.text(
                    "group", Phrase("finding.group"), hint: Phrase("finding.group.hint"), required: true,
                    maxLength: Self.groupLimit),
                fields.textarea("note", Phrase("finding.note"), required: true, rows: 5),
                fields.button(Phrase("finding.submit"))))
    }

    private func graded(_ list: String, _ words: Words) -> [Choice] {
        lists.choices(list, words).map { Choice($0.value, "\($0.value) – \($0.label)") }
    }

    /// The item that the fields tell of; throws what is wrong with them.
    static func parse(_ fields: Fields) throws(FormErrors) -> FindingContent {
        var errors = FormErrors()
        let claim: Claim? = errors.code(fields, "claim")
        let supports = errors.choice(fields, "direction", among: ["SUPPORTS", "CONTRADICTS"]).map { $0 == "SUPPORTS" }
        let source: SourceType? = errors.code(fields, "source")
        let reliability: SourceReliability? = errors.code(fields, "reliability")
        let credibility: InformationCredibility? = errors.code(fields, "credibility")
        let group = errors.text(fields, "group", limit: groupLimit)
        let note = errors.text(fields, "note", limit: FieldLimits.message)
        try errors.check()
        guard let claim, let supports, let source, let group, let note else { throw errors }
        return FindingContent(
            item: GradedItem(
                sourceType: source, reliability: reliability, credibility: credibility, independenceGroup: group,
                supports: supports ? [claim] : [], contradicts: supports ? [] : [claim]),
            note: note)
    }

    private static let groupLimit = 60
}
