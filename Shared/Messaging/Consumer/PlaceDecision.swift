/// What a consumer does with an event of a topic partition, given the last number it is through with.
package enum PlaceDecision: Sendable, Equatable {
    /// It is the next one.
    case handle
    /// It has come before.
    case skip
    /// Something is lacking before it: from this number on the source has to ship again.
    case hole(from: Int64)

    /// - Parameter previous: the number that comes before `sequence`; the one less, but for a new beginning after a restore.
    package init(sequence: Int64, previous: Int64, last: Int64) {
        if sequence <= last {
            self = .skip
        } else if previous <= last {
            self = .handle
        } else {
            self = .hole(from: last + 1)
        }
    }
}
