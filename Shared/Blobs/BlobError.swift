import ServiceRuntime

/// What went wrong with a sealed file.
package enum BlobError: String, CodedError {
    case missing = "blob-missing"
    case exists = "blob-exists"
    case unreadable = "blob-unreadable"
    /// The disk is full, or a quota is.
    case full = "blob-disk-full"
    /// The directory cannot be written to, or the writer has been closed.
    case notWritten = "blob-not-written"
    /// Another writer has the file.
    case busy = "blob-busy"

    package var code: String { rawValue }
}
