import Blobs
import Sandbox
import ServiceRuntime
import Web

/// Why no working copy was made.
enum CopyFailure: String, CodedError {
    /// Nothing of this kind can be made of such a file.
    case unsuitable = "copy-unsuitable"
    /// The bytes that lie here are not those that were hashed at receipt.
    case originalChanged = "copy-original-changed"
    /// What came out of the sandbox is no picture.
    case noPicture = "copy-no-picture"
    /// It was tried often enough.
    case givenUp = "copy-given-up"
    /// Another worker has it: this one was away for too long.
    case takenOver = "copy-taken-over"
    case toolMissing = "copy-tool-missing"

    var code: String { rawValue }

    /// What an officer is told of a code that stands beside a copy, this one's or another module's; nil where only the code says
    /// it.
    static func phrase(_ code: String) -> Phrase? {
        switch code {
        case Self.originalChanged.code, BlobError.unreadable.code, BlobError.missing.code:
            Phrase("evidence.copy.why.original")
        case Self.noPicture.code, SandboxError.failed.code: Phrase("evidence.copy.why.program")
        case SandboxError.exhausted.code, SandboxError.tookTooLong.code, SandboxError.wroteTooMuch.code:
            Phrase("evidence.copy.why.limits")
        case Self.toolMissing.code, SandboxError.unavailable.code: Phrase("evidence.copy.why.tools")
        case Self.givenUp.code: Phrase("evidence.copy.why.given_up")
        default: nil
        }
    }
}
