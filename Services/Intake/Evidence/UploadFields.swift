import Foundation
import HTTP

/// The header fields of resumable uploads (tus 1.0), as far as they are used here.
enum UploadFields {
    static let version = "1.0.0"
    static let token = "Upload-Token"
    static let contentType = "application/offset+octet-stream"

    /// A count of bytes; nil where there is none, or it is no number.
    static func count(_ name: String, in request: Request) -> Int? {
        guard let text = request.headers[name], text.utf8.count <= 18, text.utf8.allSatisfy({ 0x30...0x39 ~= $0 })
        else { return nil }
        return Int(text)
    }

    /// `Upload-Metadata`: keys, each with a value in base64, separated by commas. What cannot be read is passed over.
    static func metadata(_ request: Request) -> [String: String] {
        var values: [String: String] = [:]
        for pair in (request.headers["Upload-Metadata"] ?? "").split(separator: ",").prefix(16) {
            let words = pair.split(separator: " ")
            guard words.count == 2, let data = Data(base64Encoded: String(words[1])),
                let text = String(validating: data, as: UTF8.self), !text.utf8.contains(0)
            else { continue }
            values[String(words[0])] = text
        }
        return values
    }
}
