/// Takes one file of a form. Reads from the content as far as it likes; what it leaves is passed over.
package typealias FileSink = (FilePart, FileContent) async throws -> Void

/// The bytes of one file while they arrive. Only to be used inside the sink that got it.
package final class FileContent {
    private let reader: MultipartReader
    private let limit: Int
    /// The fields that stood before the file.
    package let fields: Fields
    /// The bytes that came so far.
    package private(set) var size = 0
    private var isAtEnd = false

    init(reader: MultipartReader, limit: Int, fields: Fields) {
        self.reader = reader
        self.limit = limit
        self.fields = fields
    }

    /// The next chunk, never empty; nil at the end of the file. Throws `HTTPError.fieldTooLarge` beyond the limit.
    package func next() async throws -> [UInt8]? {
        guard !isAtEnd, let chunk = try await reader.content() else {
            isAtEnd = true
            return nil
        }
        size += chunk.count
        guard size <= limit else { throw HTTPError.fieldTooLarge }
        return chunk
    }
}

extension Request {
    /// Reads the body as a form: `application/x-www-form-urlencoded` or `multipart/form-data`.
    ///
    /// Files go to `sink` one after the other while they arrive; without a sink a file is an error. A file input that
    /// was left empty is no file. Of the other fields it sees those that stood before the file.
    package func form(_ limits: FormLimits = .standard, files sink: FileSink? = nil) async throws -> Form {
        let type = MediaType(headers["Content-Type"] ?? "")
        switch type.name {
        case "application/x-www-form-urlencoded":
            return try await urlEncodedForm(limits)
        case "multipart/form-data":
            guard let parser = MultipartParser(boundary: type["boundary"] ?? "", limits: limits) else {
                throw HTTPError.malformedBody
            }
            return try await MultipartReader(parser: parser, body: body, limits: limits).read(sink)
        default:
            throw HTTPError.unsupportedMediaType
        }
    }

    private func urlEncodedForm(_ limits: FormLimits) async throws -> Form {
        let bytes = try await bytes(limit: limits.textBytes)
        guard bytes.count(where: { $0 == UInt8(ascii: "&") }) < limits.fields else { throw HTTPError.tooManyParts }
        guard let fields = PercentCoding.fields(bytes, maximum: limits.fields) else { throw HTTPError.malformedBody }
        for field in fields.all {
            guard field.name.utf8.count <= limits.nameBytes, field.value.utf8.count <= limits.fieldBytes else {
                throw HTTPError.fieldTooLarge
            }
        }
        return Form(fields: fields)
    }
}

/// Drives the parser with the chunks of a body.
final class MultipartReader {
    private var parser: MultipartParser
    private let body: RequestBody
    private let limits: FormLimits
    private var textBytes = 0

    init(parser: MultipartParser, body: RequestBody, limits: FormLimits) {
        self.parser = parser
        self.body = body
        self.limits = limits
    }

    func read(_ sink: FileSink?) async throws -> Form {
        var fields = Fields()
        var files: [FilePart] = []
        while case .part(let header) = try await event() {
            if let filename = header.filename {
                guard let file = try await readFile(header, filename, after: fields, sink) else { continue }
                guard files.count < limits.files else { throw HTTPError.tooManyParts }
                files.append(file)
            } else {
                guard fields.count < limits.fields else { throw HTTPError.tooManyParts }
                fields.append(header.name, try await readField())
            }
        }
        // What follows the closing delimiter means nothing, but has to be taken off the connection.
        while try await body.next() != nil {}
        return Form(fields: fields, files: files)
    }

    /// The content of the part that is being read; nil at its end.
    func content() async throws -> [UInt8]? {
        if case .content(let bytes) = try await event() { bytes } else { nil }
    }

    private func event() async throws -> MultipartParser.Event {
        while true {
            if let event = try parser.next() { return event }
            guard let chunk = try await body.next() else { throw HTTPError.truncatedBody }
            parser.feed(chunk)
        }
    }

    private func readField() async throws -> String {
        var value: [UInt8] = []
        while let chunk = try await content() {
            value += chunk
            textBytes += chunk.count
            guard value.count <= limits.fieldBytes else { throw HTTPError.fieldTooLarge }
            guard textBytes <= limits.textBytes else { throw HTTPError.bodyTooLarge }
        }
        guard let text = String(validating: value, as: UTF8.self), !value.contains(0) else {
            throw HTTPError.malformedBody
        }
        return text
    }

    private func readFile(
        _ header: MultipartHeader, _ filename: String, after fields: Fields, _ sink: FileSink?
    ) async throws -> FilePart? {
        let content = FileContent(reader: self, limit: limits.fileBytes, fields: fields)
        if filename.isEmpty {
            guard try await content.next() == nil else { throw HTTPError.malformedBody }
            return nil
        }
        guard let sink else { throw HTTPError.unexpectedFile }
        var file = FilePart(
            field: header.name, filename: filename, mediaType: header.mediaType ?? "application/octet-stream")
        try await sink(file, content)
        while try await content.next() != nil {}
        file.size = content.size
        return file
    }
}
