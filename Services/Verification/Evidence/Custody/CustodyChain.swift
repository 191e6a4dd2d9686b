import CaseModel
import Foundation
import Vault

/// The rule of the chain: an event's hash covers all of it and the hash before it.
///
/// A chain of its own for each file, beside the house's audit chain: it can be handed over with the file and checked by
/// somebody who has nothing else of ours. It covers the sealed bytes, so checking needs no key.
enum CustodyChain {
    /// The next link.
    static func link(
        _ kind: CustodyKind, of evidence: EvidenceID, at: Date, by: StaffID?, sealed: [UInt8]?,
        after last: (sequence: Int, hash: [UInt8])?
    ) -> CustodyEvent {
        let sequence = (last?.sequence ?? 0) + 1
        let at = Date(timeIntervalSince1970: Double(microseconds(at)) / 1_000_000)
        let hash = hash(kind, evidence, sequence, at, by, sealed, after: last?.hash ?? [])
        return CustodyEvent(
            evidence: evidence, sequence: sequence, kind: kind, at: at, by: by, sealed: sealed, hash: hash)
    }

    /// The sequence of the first event that does not follow from those before it; nil where all is as it was written.
    static func firstBreak(_ events: [CustodyEvent]) -> Int? {
        var before: [UInt8] = []
        for (index, event) in events.enumerated() {
            let expected = hash(
                event.kind, event.evidence, event.sequence, event.at, event.by, event.sealed, after: before)
            guard event.sequence == index + 1, event.hash == expected else { return index + 1 }
            before = event.hash
        }
        return nil
    }

    /// SHA-256 over: the hash before (none for the first), the file's id, the number as eight bytes, the kind and a zero byte,
    /// microseconds since 1970 as eight bytes, the person's id or sixteen zero bytes, the sealed part.
    private static func hash(
        _ kind: CustodyKind, _ evidence: EvidenceID, _ sequence: Int, _ at: Date, _ by: StaffID?, _ sealed: [UInt8]?,
        after before: [UInt8]
    ) -> [UInt8] {
        var hash = SHA256()
        hash.update(before)
        hash.update(bytes(evidence.uuid))
        hash.update(bytes(Int64(sequence)))
        hash.update(Array(kind.rawValue.utf8) + [0])
        hash.update(bytes(microseconds(at)))
        hash.update(by.map { bytes($0.uuid) } ?? [UInt8](repeating: 0, count: 16))
        hash.update(sealed ?? [])
        return hash.current()
    }

    private static func microseconds(_ date: Date) -> Int64 {
        Int64((date.timeIntervalSince1970 * 1_000_000).rounded())
    }

    private static func bytes(_ number: Int64) -> [UInt8] {
        (0..<8).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    private static func bytes(_ id: UUID) -> [UInt8] {
        let u = id.uuid
        return [
            u.0, u.1, u.2, u.3, u.4, u.5, u.6, u.7, u.8, u.9, u.10, u.11, u.12, u.13, u.14, u.15,
        ]
    }
}
