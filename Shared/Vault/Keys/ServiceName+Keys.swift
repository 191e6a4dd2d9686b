package import CaseModel

extension ServiceName {
    /// Intake cannot open anything: it has a key to sign with and none to open with.
    package var holdsSealingKey: Bool { self != .intake }
}
