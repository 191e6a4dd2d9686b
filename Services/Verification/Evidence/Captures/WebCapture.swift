import CaseModel
import Foundation

/// What was seen on the web, as it can be found again and tested (DOMAIN.md C.8): where, when, by whom, from which machine and
/// network, and the files that hold it. What was made of its content are graded claims, never yes or no.
struct WebCapture: CaseRecordContent {
    static let kind = RecordKind("CAPTURE")
    static let order = [
        "url", "captured_at", "collector", "machine", "network", "files", "note", "source_analysis", "geolocation",
        "chronolocation", "manipulation",
    ]

    /// As it was typed: shown as text, never as a way to go there.
    var url: String
    var capturedAt: Date
    /// A role or a name.
    var collector: String
    var machine = ""
    var network = ""
    var note = ""
    /// The page's image, its HTML or WARC, the answer's headers.
    var files: [EvidenceID] = []
    var sourceAnalysis: ContentClaim?
    var geolocation: ContentClaim?
    var chronolocation: ContentClaim?
    var manipulation: ContentClaim?

    enum CodingKeys: String, CodingKey {
        case url, collector, machine, network, note, files, geolocation, chronolocation, manipulation
        case capturedAt = "captured_at"
        case sourceAnalysis = "source_analysis"
    }

    /// The claims by the names of their fields.
    var claims: [(name: String, claim: ContentClaim?)] {
        [
            ("source_analysis", sourceAnalysis), ("geolocation", geolocation), ("chronolocation", chronolocation),
            ("manipulation", manipulation),
        ]
    }
}

/// What somebody found when they tested a content, graded as any item of information.
struct ContentClaim: Codable, Sendable, Equatable {
    var text: String
    /// Code of list `source_reliability`.
    var reliability: String
    /// Code of list `information_credibility`.
    var credibility: String
}
