/// Who holds keys.
package enum ServiceName: String, Sendable, CaseIterable, Codable {
    case intake, verification, notification, reporting

    /// Intake cannot open anything: it has a key to sign with and none to open with.
    package var holdsSealingKey: Bool { self != .intake }
}
