/// What a person typed and attached.
package struct Form: Sendable, Equatable {
    /// All fields in their order, duplicates and unknown ones included.
    package let fields: Fields
    /// The files that were handed to the sink, in their order.
    package let files: [FilePart]

    package init(fields: Fields, files: [FilePart] = []) {
        self.fields = fields
        self.files = files
    }

    /// The first value of a field.
    package subscript(name: String) -> String? { fields[name] }

    package func values(_ name: String) -> [String] { fields.values(name) }
}

/// A file of a multipart form. What the client says of it is not to be trusted.
package struct FilePart: Sendable, Equatable {
    /// The field it was attached to.
    package let field: String
    package let filename: String
    /// In small letters, without parameters; `application/octet-stream` where nothing was said.
    package let mediaType: String
    /// Bytes that came; zero before the file has been read.
    package internal(set) var size = 0
}

/// How much of everything a form may have.
package struct FormLimits: Sendable {
    package var fields = 200
    package var files = 10
    /// A field's value.
    package var fieldBytes = 64 * 1024
    /// All fields' values together; of an URL-encoded form its whole body. Files have limits of their own.
    package var textBytes = 2 * 1024 * 1024
    package var nameBytes = 128
    package var filenameBytes = 512
    /// The header fields of one part.
    package var partHeaderBytes = 4096
    package var fileBytes = 256 * 1024 * 1024

    package init() {}

    package static let standard = FormLimits()
}
