import Synchronization

/// What the fields of a form are called, kept while they are drawn: the list of errors above them says which it means.
final class FieldLabels: Sendable {
    private let names = Mutex<[String: Phrase]>([:])

    func keep(_ name: String, _ label: Phrase) { names.withLock { $0[name] = label } }

    subscript(name: String) -> Phrase? { names.withLock { $0[name] } }
}
