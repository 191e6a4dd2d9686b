/// An error that has a short code fit for a log: constant words, never a value that somebody typed.
package protocol CodedError: Error {
    var code: String { get }
}

/// An error that says in a sentence what the person who runs a process has to mend. The sentence goes to the terminal,
/// never to a log, and holds nothing of a case.
package protocol OperatorError: CodedError {
    var sentence: String { get }
}
