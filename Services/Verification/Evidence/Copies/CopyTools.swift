import CaseModel
import Foundation
import Sandbox
import Synchronization

/// The programs that make working copies, each in the sandbox.
///
/// Which reader of a program opens a file is said by us, from what the file is by its content: no program guesses, and what is
/// not in the tables is not opened.
final class CopyTools: Sendable {
    let sandbox: Sandbox
    private let policy: String
    private let reader: String
    private let known = Mutex<Versions?>(nil)

    /// What lies on this machine; nil where a program is missing.
    struct Versions: Sendable {
        var pictures: String?
        var pages: String?
        var metadata: String?
        var text: String?
    }

    /// How a result was made.
    struct Derivation: Sendable {
        var tool: String
        var version: String
        var parameters: [String]
    }

    /// - Parameter folder: With what ImageMagick may do, and the program that takes the words out of documents.
    init(sandbox: Sandbox = Sandbox(), folder: URL = Bundle.module.bundleURL) {
        self.sandbox = sandbox
        policy = folder.appending(path: "ImageMagick").path
        reader = folder.appending(path: "DocumentText").path
    }

    /// Pages of a document, at most.
    static let mostPages = 30
    /// Of the longer side, in pixels.
    private static let pictureSize = 2000

    private static let pictures = [
        "image/jpeg": "JPEG", "image/png": "PNG", "image/gif": "GIF", "image/tiff": "TIFF", "image/webp": "WEBP",
        "image/bmp": "BMP", "image/x-ms-bmp": "BMP", "image/heic": "HEIC", "image/heif": "HEIC",
    ]

    private static let endings = [
        "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/tiff": "tiff", "image/webp": "webp",
        "image/heic": "heic", "application/pdf": "pdf", "audio/mpeg": "mp3", "audio/flac": "flac", "audio/ogg": "ogg",
        "audio/x-wav": "wav", "application/zip": "zip", "application/epub+zip": "epub",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
        "application/vnd.oasis.opendocument.text": "odt",
        "application/vnd.oasis.opendocument.spreadsheet": "ods",
        "application/vnd.oasis.opendocument.presentation": "odp",
    ]

    /// How the words are taken out of a document.
    private static let documents = [
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "word",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "sheet",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation": "slides",
        "application/vnd.oasis.opendocument.text": "open",
        "application/vnd.oasis.opendocument.spreadsheet": "open",
        "application/vnd.oasis.opendocument.presentation": "open", "image/svg+xml": "drawing",
    ]

    /// Whether there is a way from a file of this type to a copy of this kind.
    static func canMake(_ kind: CopyKind, of type: String) -> Bool {
        switch kind {
        case .picture: type == "application/pdf" || pictures[type] != nil
        case .stripped: endings[type] != nil
        case .text: documents[type] != nil
        case .redacted, .scan: true
        }
    }

    // MARK: What is here

    /// Asked once; what is installed later is seen at the next start.
    func versions() async throws -> Versions {
        if let versions = known.withLock({ $0 }) { return versions }
        let script: StaticString = """
            for p in convert-im6.q16 magick; do command -v $p >/dev/null && { $p -version | head -n 1; break; }; done; echo
            command -v pdftoppm >/dev/null && pdftoppm -v 2>&1 | head -n 1; echo
            command -v mat2 >/dev/null && mat2 --version; echo
            command -v python3 >/dev/null && python3 --version; echo
            """
        var program = SandboxedProgram(script: script)
        program.limits.time = .seconds(60)
        let text = String(decoding: try await sandbox.output(of: program), as: UTF8.self)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
        func line(_ start: String) -> String? { lines.first { $0.hasPrefix(start) }.map { String($0.prefix(120)) } }
        let versions = Versions(
            pictures: line("Version: ImageMagick"), pages: line("pdftoppm"), metadata: line("mat2"),
            text: line("Python"))
        known.withLock { $0 = versions }
        return versions
    }

    // MARK: What they do

    /// Renders a picture, or the first pages of a document, to PNG without metadata.
    func render<Input: AsyncSequence & Sendable>(
        _ input: Input, type: String, take: ([UInt8]) async throws -> Void
    ) async throws -> Derivation where Input.Element == [UInt8] {
        let versions = try await versions()
        if type == "application/pdf" {
            guard let version = versions.pages else { throw CopyFailure.toolMissing }
            let parameters = ["-r", "120", "-scale-to", "1800", "-l", "\(Self.mostPages)"]
            let program = SandboxedProgram(
                script: """
                    cat >in.pdf
                    pdftoppm -png "$@" in.pdf p </dev/null >/dev/null
                    for f in p-*.png; do wc -c <"$f"; cat "$f"; done
                    """, parameters)
            try await pictures(from: program, input, take)
            return Derivation(tool: "pdftoppm", version: version, parameters: parameters)
        }
        guard let format = Self.pictures[type] else { throw CopyFailure.unsuitable }
        guard let version = versions.pictures else { throw CopyFailure.toolMissing }
        let source = format == "TIFF" ? "\(format):in[0-\(Self.mostPages - 1)]" : "\(format):in[0]"
        let parameters = ["-auto-orient", "-resize", "\(Self.pictureSize)x\(Self.pictureSize)>", "-strip"]
        var program = SandboxedProgram(
            script: """
                cat >in
                im=/usr/bin/convert-im6.q16; test -x $im || im=/usr/bin/magick
                source=$1; shift
                $im "$source" "$@" +adjoin -define png:exclude-chunks=all PNG24:p-%03d.png </dev/null >/dev/null
                for f in p-*.png; do wc -c <"$f"; cat "$f"; done
                """, [source] + parameters)
        restrict(&program)
        try await pictures(from: program, input, take)
        return Derivation(tool: "ImageMagick", version: version, parameters: [source] + parameters)
    }

    /// A picture of ours with black boxes in it. Its pixels are gone, not covered.
    func blackOut(_ picture: [UInt8], _ areas: [RedactedArea]) async throws -> (picture: [UInt8], Derivation) {
        guard let version = try await versions().pictures else { throw CopyFailure.toolMissing }
        guard let header = PNGHeader(picture) else { throw CopyFailure.noPicture }
        let boxes = areas.map { area in
            let corners = area.pixels(width: header.width, height: header.height)
            return "rectangle \(corners.left),\(corners.top) \(corners.right),\(corners.bottom)"
        }
        let drawing = boxes.isEmpty ? [] : ["-fill", "black", "-draw", boxes.joined(separator: " ")]
        var program = SandboxedProgram(
            script: """
                cat >in
                im=/usr/bin/convert-im6.q16; test -x $im || im=/usr/bin/magick
                $im PNG:in "$@" -strip -define png:exclude-chunks=all PNG24:- </dev/null
                """, drawing)
        restrict(&program)
        let result = try await sandbox.output(of: program, input: picture)
        guard PNGHeader(result) == header else { throw CopyFailure.noPicture }
        return (result, Derivation(tool: "ImageMagick", version: version, parameters: drawing))
    }

    /// The same file without its metadata.
    func strip<Input: AsyncSequence & Sendable>(
        _ input: Input, type: String, take: ([UInt8]) async throws -> Void
    ) async throws -> Derivation where Input.Element == [UInt8] {
        guard let ending = Self.endings[type] else { throw CopyFailure.unsuitable }
        guard let version = try await versions().metadata else { throw CopyFailure.toolMissing }
        // It would build walls of its own for what it calls; within these there is nothing left to wall off.
        let parameters = ["--no-sandbox", "--unknown-members", "omit"]
        let program = SandboxedProgram(
            script: """
                name=in.$1; shift
                cat >"$name"
                mat2 "$@" "$name" </dev/null >/dev/null
                cat in.cleaned.*
                """, [ending] + parameters)
        try await sandbox(program, input: input, take: take)
        return Derivation(tool: "mat2", version: version, parameters: parameters)
    }

    /// The words of a document, and whether they are only the first.
    func words<Input: AsyncSequence & Sendable>(
        _ input: Input, type: String
    ) async throws -> (text: [UInt8], isCut: Bool, Derivation) where Input.Element == [UInt8] {
        guard let format = Self.documents[type] else { throw CopyFailure.unsuitable }
        guard let version = try await versions().text else { throw CopyFailure.toolMissing }
        var program = SandboxedProgram("/usr/bin/python3", ["-I", "/reader/document-text", format])
        program.readable.append(.init(reader, at: "/reader"))
        program.limits.outputBytes = 16 << 20
        var output: [UInt8] = []
        try await sandbox(program, input: input) { output += $0 }
        guard let end = output.firstIndex(of: UInt8(ascii: "\n")) else { throw CopyFailure.unsuitable }
        let said = String(decoding: output[..<end], as: UTF8.self)
        guard said == "whole" || said == "cut" else { throw CopyFailure.unsuitable }
        return (
            Array(output[(end + 1)...]), said == "cut",
            Derivation(tool: "document-text", version: version, parameters: [format])
        )
    }

    private func restrict(_ program: inout SandboxedProgram) {
        program.readable.append(.init(policy, at: "/policy"))
        program.environment["MAGICK_CONFIGURE_PATH"] = "/policy"
    }

    private func pictures<Input: AsyncSequence & Sendable>(
        from program: SandboxedProgram, _ input: Input, _ take: ([UInt8]) async throws -> Void
    ) async throws where Input.Element == [UInt8] {
        var parts = PictureParts()
        var count = 0
        do {
            try await sandbox(program, input: input) { bytes in
                for picture in try parts.take(bytes) {
                    count += 1
                    guard count <= Self.mostPages, PNGHeader(picture) != nil else { throw CopyFailure.noPicture }
                    try await take(picture)
                }
            }
        } catch is PictureParts.Failure {
            throw CopyFailure.noPicture
        }
        guard parts.isComplete, count > 0 else { throw CopyFailure.noPicture }
    }
}
