/// An error that has a short code fit for a log: constant words, never a value that somebody typed.
package protocol CodedError: Error {
    var code: String { get }
}
