import CaseModel
import HTTP
import Web

/// The part of a form in which files are attached. Without scripts the form carries the files itself (`multipart: true`);
/// with `assets.uploadScript` on the page they are sent at once and taken up again where the line breaks.
struct EvidencePart: Sendable {
    /// The box that takes a file out again when the form is sent.
    static let removal = "remove-file"
    static let file = "file"
    static let recording = "recording"

    let limits: UploadLimits

    /// - Parameters:
    ///   - token: The session that the page goes on with.
    ///   - files: What has come already.
    func html(_ fields: FormFields, token: UploadToken?, files: [DeclaredEvidence]) -> HTML {
        .section(
            [.id("evidence")],
            .h2(fields.words.html(Phrase("evidence.title"))), content(fields, token: token, files: files))
    }

    /// The same as a part of a form that stands closed until a file has come.
    func optional(_ fields: FormFields, token: UploadToken?, files: [DeclaredEvidence]) -> HTML {
        let isOpen = !files.isEmpty || fields.state.error(Self.file) != nil
        return .details(
            [.class("part"), .id("evidence")] + (isOpen ? [.open] : []),
            .summary(fields.words.html(Phrase("evidence.title"))), content(fields, token: token, files: files))
    }

    private func content(_ fields: FormFields, token: UploadToken?, files: [DeclaredEvidence]) -> HTML {
        let words = fields.words
        return .list(
            .p(words.html(Phrase("evidence.lead"))),
            .ul(
                .li(words.html(Phrase("evidence.advice.names"))),
                .li(words.html(Phrase("evidence.advice.original"))),
                .li(words.html(Phrase("evidence.advice.traces")))),
            fields.hidden(Evidence.field, token?.printed ?? ""),
            received(files, fields),
            input(
                fields, Self.file, Phrase("evidence.file.label"),
                Phrase(
                    "evidence.file.hint",
                    ["files": .number(limits.files), "size": .number(limits.fileBytes >> 20)]), [.multiple]),
            input(
                fields, Self.recording, Phrase("evidence.recording.label"), Phrase("evidence.recording.hint"),
                [.accept("audio/*"), .capture]),
            progress(words))
    }

    /// What was refused, as errors beside the field.
    static func errors(_ refused: [RefusedFile], limits: UploadLimits) -> [FormError] {
        refused.map { one in
            let size = one.why == .sessionFull ? limits.sessionBytes : limits.fileBytes
            let values: [String: PhraseValue] = [
                "name": .text(one.name), "size": .number(size >> 20), "files": .number(limits.files),
            ]
            return FormError(file, Phrase(key: "evidence.refused.\(key(one.why))", values))
        }
    }

    private static func key(_ why: EvidenceFailure) -> String {
        switch why {
        case .tooLarge: "too_large"
        case .tooMany: "too_many"
        case .sessionFull: "too_large_together"
        case .diskFull: "disk_full"
        case .busy, .locked: "busy"
        case .notFound, .wrongOffset, .unavailable: "unavailable"
        }
    }

    private func received(_ files: [DeclaredEvidence], _ fields: FormFields) -> HTML {
        guard !files.isEmpty else { return .empty }
        let words = fields.words
        let items = files.enumerated().map { index, file in
            let id = "field-\(Self.removal)-\(index)"
            return HTML.li(
                .userText(file.name), " ", .span([.class("hint")], .text(FileSize.text(file.size))), " ",
                .span(
                    [.class("option")],
                    .input([
                        .id(id), .name(Self.removal), .type("checkbox"), .value(file.evidenceID.description),
                    ]),
                    .label([.forField(id)], words.html(Phrase("evidence.remove")))))
        }
        return .div(.h3(words.html(Phrase("evidence.received"))), .ul([.class("files")], .list(items)))
    }

    private func input(
        _ fields: FormFields, _ name: String, _ label: Phrase, _ hint: Phrase, _ more: [Attribute]
    ) -> HTML {
        let id = FormFields.id(name)
        let error = fields.state.error(name)
        var described = ["hint-\(name)"]
        if error != nil { described.append("error-\(name)") }
        return .div(
            [.class(error == nil ? "field" : "field invalid")],
            .label([.forField(id)], fields.words.html(label)),
            .p([.class("hint"), .id("hint-\(name)")], fields.words.html(hint)),
            error.map { .p([.class("error"), .id("error-\(name)")], fields.words.html($0)) } ?? .empty,
            .input([.id(id), .name(name), .type("file"), .ariaDescribedBy(described)] + more))
    }

    /// Where the script shows how far each file is; the words it needs come with it.
    private func progress(_ words: Words) -> HTML {
        .div(
            [
                .class("uploads"), .data("upload", ""),
                .data("sending", words(Phrase("evidence.progress.sending", ["part": .text("{part}")]))),
                .data("done", words(Phrase("evidence.progress.done"))),
                .data("paused", words(Phrase("evidence.progress.paused"))),
                .data("waiting", words(Phrase("evidence.progress.waiting"))),
                .data("failed", words(Phrase("evidence.progress.failed"))),
                .data("large", words(Phrase("evidence.progress.large"))),
                .data("hold", words(Phrase("evidence.progress.hold"))),
                .data("pause", words(Phrase("evidence.progress.pause"))),
                .data("resume", words(Phrase("evidence.progress.resume"))),
                .data("remove", words(Phrase("evidence.remove"))),
            ],
            .p([.role("status")]))
    }
}

/// A size as people read it: KB and MB as the devices that made the file count them.
enum FileSize {
    static func text(_ bytes: Int64) -> String {
        switch bytes {
        case ..<1000: "\(bytes) B"
        case ..<1_000_000: "\(bytes / 1000) KB"
        default: "\(bytes / 1_000_000).\(bytes / 100_000 % 10) MB"
        }
    }
}
