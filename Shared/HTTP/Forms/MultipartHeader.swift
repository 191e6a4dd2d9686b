/// What stands at the head of a part: the field's name and, for a file, its own name and type.
package struct MultipartHeader: Sendable, Equatable {
    package let name: String
    /// Nil for a plain field.
    package let filename: String?
    package let mediaType: String?

    package init(name: String, filename: String?, mediaType: String?) {
        self.name = name
        self.filename = filename
        self.mediaType = mediaType
    }

    init(_ bytes: ArraySlice<UInt8>, limits: FormLimits) throws(HTTPError) {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .malformedBody }
        var disposition: MediaType?
        var mediaType: String?
        for line in text.split(separator: "\r\n") {
            guard let colon = line.firstIndex(of: ":") else { throw .malformedBody }
            let value = String(line[line.index(after: colon)...])
            switch line[..<colon].lowercased() {
            case "content-disposition": disposition = MediaType(value)
            case "content-type": mediaType = MediaType(value).name
            // A form's parts have no coding (RFC 7578 §4.7).
            case "content-transfer-encoding":
                guard ["8bit", "7bit", "binary"].contains(MediaType(value).name) else { throw .malformedBody }
            default: break
            }
        }
        guard let disposition, disposition.name == "form-data", let name = disposition["name"] else {
            throw .malformedBody
        }
        guard name.utf8.count <= limits.nameBytes, !name.utf8.contains(0) else { throw .fieldTooLarge }
        let filename = disposition["filename"]
        guard filename?.utf8.count ?? 0 <= limits.filenameBytes, filename?.utf8.contains(0) != true else {
            throw .fieldTooLarge
        }
        self.init(name: name, filename: filename, mediaType: mediaType)
    }
}
