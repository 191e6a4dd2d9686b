import ServiceRuntime

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
}
