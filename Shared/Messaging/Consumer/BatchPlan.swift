import Foundation

/// What a batch of arrivals comes to, given the places as they stand in the database. Pure.
struct BatchPlan: Sendable {
    struct Place: Sendable, Equatable {
        var last: Int64
        /// The highest number that the source is known to have shipped.
        var known: Int64
    }

    enum Step: Sendable, Equatable {
        /// Hand the arrival of that index to its handler.
        case handle(Int)
        /// Put it to the dead letters.
        case park(Int, RefusalReason)
    }

    private(set) var steps: [Step] = []
    private(set) var places: [SequencePlace: Place]
    /// Places that differ from what stands in the database.
    private(set) var moved: Set<SequencePlace> = []
    private(set) var skipped = 0
    private(set) var unknownTypes = 0

    init(_ arrivals: [Arrival], places: [SequencePlace: Place]) {
        self.places = places
        for (index, arrival) in arrivals.enumerated() { take(index, arrival) }
    }

    private mutating func take(_ index: Int, _ arrival: Arrival) {
        guard let envelope = arrival.envelope, let key = arrival.place else {
            steps.append(.park(index, .headersMissing))
            return
        }
        if case .refused(let reason) = arrival.content, reason.isForgery {
            steps.append(.park(index, reason))
            return
        }
        if case .head(let head) = arrival.content {
            // The source knows best: what somebody else wrote of a higher number is forgotten.
            change(key) { $0.known = max(head, $0.last) }
            return
        }
        guard let sequence = envelope.sequence, let previous = envelope.previous else {
            act(index, arrival)
            return
        }
        switch PlaceDecision(sequence: sequence, previous: previous, last: places[key]?.last ?? 0) {
        case .skip: skipped += 1
        case .hole: change(key) { $0.known = max($0.known, sequence) }
        case .handle:
            change(key) {
                $0.last = sequence
                $0.known = max($0.known, sequence)
            }
            act(index, arrival)
        }
    }

    private mutating func act(_ index: Int, _ arrival: Arrival) {
        switch arrival.content {
        case .event: steps.append(.handle(index))
        case .refused(let reason): steps.append(.park(index, reason))
        case .unknownType: unknownTypes += 1
        case .head: break
        }
    }

    private mutating func change(_ key: SequencePlace, _ body: (inout Place) -> Void) {
        let before = places[key] ?? Place(last: 0, known: 0)
        var place = before
        body(&place)
        guard place != before else { return }
        places[key] = place
        moved.insert(key)
    }
}
