import HTTP

/// Why a file was not taken. `phrase` says it beside the form's field; programs get the code.
enum EvidenceFailure: String, HTTPFailure {
    case tooLarge = "file-too-large"
    case tooMany = "too-many-files"
    /// All files of the session together.
    case sessionFull = "files-too-large-together"
    case diskFull = "disk-full"
    /// As many uploads are under way as this process takes.
    case busy = "uploads-busy"
    /// There is no such session or file, or the token does not open it: the answer is the same.
    case notFound = "upload-not-found"
    /// Another connection is sending this file.
    case locked = "upload-locked"
    /// The bytes begin elsewhere than where the file ends.
    case wrongOffset = "upload-offset-mismatch"
    case unavailable = "upload-unavailable"

    var code: String { rawValue }

    var status: Status {
        switch self {
        case .tooLarge, .tooMany, .sessionFull: .contentTooLarge
        case .diskFull: .insufficientStorage
        case .busy, .unavailable: .unavailable
        case .notFound: .notFound
        case .locked: .locked
        case .wrongOffset: .conflict
        }
    }

    var headers: Headers {
        switch self {
        case .busy, .unavailable: ["Retry-After": "10"]
        case .diskFull: ["Retry-After": "600"]
        case .locked: ["Retry-After": "2"]
        default: [:]
        }
    }
}
