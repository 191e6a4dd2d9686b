import CaseModel
import Foundation
package import Vault

/// What is signed of an event that opens or closes a gate: everything that says what it means and when it was said. Its
/// sequence number is not in it, since it is given later; what is replayed is known by its id.
enum EventSignature {
    static func message(id: UUID, type: String, source: String, subject: UUID, time: Date, payload: [UInt8]) -> [UInt8]
    {
        var message: [UInt8] = []
        for part in [WireText.bytes(of: id), Array(type.utf8), Array(source.utf8), WireText.bytes(of: subject)] {
            message += part
            message.append(UInt8(ascii: "\n"))
        }
        message += WireText.bytes(of: time)
        message.append(UInt8(ascii: "\n"))
        message += SHA256.hash(payload)
        return message
    }
}

/// Whose signatures are believed: the services' public keys, by the name that stands in `ce_source`.
package struct TrustedSigners: Sendable {
    private let keys: [String: VerificationKey]

    package init(_ keys: [String: VerificationKey]) {
        self.keys = keys
    }

    func verifies(_ envelope: EventEnvelope, payload: [UInt8]) -> Bool {
        guard let signature = envelope.signature, let key = keys[envelope.source] else { return false }
        let message = EventSignature.message(
            id: envelope.id, type: envelope.type, source: envelope.source, subject: envelope.subject,
            time: envelope.time, payload: payload)
        return key.verifies(signature, of: message, for: .event)
    }
}
