import CaseModel
import Web

/// The files that belong to a submission, as an officer sees them: what came with them is shown, nothing is opened.
struct EvidenceList: Sendable {
    let words: Words

    /// Empty where there is none.
    func html(_ files: [DeclaredEvidence], of submission: SubmissionID) -> HTML {
        guard !files.isEmpty else { return .empty }
        return .section(
            .h2(words.html(Phrase("evidence.title"))),
            .p([.class("notice")], words.html(Phrase("evidence.warning"))),
            .list(files.map { one($0, submission) }))
    }

    private func one(_ file: DeclaredEvidence, _ submission: SubmissionID) -> HTML {
        let address = "/desk/submissions/\(submission)/evidence/\(file.evidenceID)"
        let page = "/desk/evidence/\(file.evidenceID)"
        return .article(
            .h3(file.name.isEmpty ? words.html(Phrase("evidence.unnamed")) : .userText(file.name)),
            .dl(
                .dt(words.html(Phrase("evidence.type"))), .dd(type(file)),
                .dt(words.html(Phrase("evidence.size"))),
                .dd(words.html(Phrase("evidence.bytes", ["bytes": .text(String(file.size))]))),
                .dt(words.html(Phrase("evidence.hash"))), .dd(.codeText(file.sha256.description))),
            .p(
                .a([.href(page)], words.html(Phrase("evidence.open"))), " · ",
                .a([.href(address), .download("")], words.html(Phrase("evidence.download")))))
    }

    /// By content; where the device said something else, that too.
    func type(_ file: DeclaredEvidence) -> HTML {
        let declared = file.declaredType ?? file.mediaType
        guard declared != file.mediaType else { return .codeText(file.mediaType) }
        return .list(
            .codeText(file.mediaType), " ",
            .span([.class("hint")], words.html(Phrase("evidence.declared"))), " ", .userText(declared))
    }
}
