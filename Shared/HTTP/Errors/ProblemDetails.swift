import Foundation
import ServiceRuntime

/// A problem document (RFC 9457). The type is `urn:amparo:problem:<code>`.
package struct ProblemDetails: Sendable, Encodable {
    package var type: String
    package var title: String
    package var status: Int
    package var code: String
    /// `urn:amparo:request:<id>`, by which an operator finds the request in the logs.
    package var instance: String?
    /// What is wrong with single fields, by field name.
    package var errors: [String: String]?

    package init(
        status: Status,
        code: String,
        title: String,
        request: RequestID? = nil,
        errors: [String: String]? = nil
    ) {
        type = "urn:amparo:problem:\(code)"
        self.title = title
        self.status = status.rawValue
        self.code = code
        instance = request.map { "urn:amparo:request:\($0)" }
        self.errors = errors
    }

    package init(_ failure: any HTTPFailure, request: RequestID? = nil) {
        self.init(status: failure.status, code: failure.code, title: failure.title, request: request)
    }

    package var bytes: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map(Array.init) ?? Array("{}".utf8)
    }
}
