import ServiceRuntime

/// What went wrong with a sealed file.
package enum BlobError: String, CodedError {
    case missing = "blob-missing"
    case exists = "blob-exists"
    case unreadable = "blob-unreadable"
    /// The disk is full, or the directory cannot be written to.
    case notWritten = "blob-not-written"

    package var code: String { rawValue }
}
