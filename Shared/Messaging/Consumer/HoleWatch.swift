/// Which holes a consumer waits to be filled, and when it asks for them (again). Pure.
struct HoleWatch: Sendable {
    private struct Hole {
        var last: Int64
        var since: ContinuousClock.Instant
        var asked: ContinuousClock.Instant?
        var patience: Duration
    }

    private var holes: [SequencePlace: Hole] = [:]

    /// How long it waits before it asks: what was lacking may come by itself, just later.
    static let hesitation = Duration.milliseconds(100)
    static let firstPatience = Duration.seconds(1)
    static let longestPatience = Duration.seconds(30)

    var isEmpty: Bool { holes.isEmpty }
    var count: Int { holes.count }

    /// Takes a place as it stands now.
    mutating func note(_ key: SequencePlace, _ place: BatchPlan.Place, at now: ContinuousClock.Instant) {
        guard place.known > place.last else {
            holes[key] = nil
            return
        }
        guard let hole = holes[key] else {
            holes[key] = Hole(last: place.last, since: now, asked: nil, patience: Self.firstPatience)
            return
        }
        // Something came: what follows may come as well, and if not, the next piece is asked for soon.
        if place.last > hole.last {
            holes[key] = Hole(last: place.last, since: now, asked: nil, patience: Self.firstPatience)
        }
    }

    /// Forgets what this consumer no longer reads.
    mutating func keep(where isKept: (SequencePlace) -> Bool) {
        holes = holes.filter { isKept($0.key) }
    }

    /// The numbers from which it is time to ask.
    mutating func due(at now: ContinuousClock.Instant) -> [(SequencePlace, from: Int64)] {
        var asks: [(SequencePlace, from: Int64)] = []
        for (key, hole) in holes {
            if let asked = hole.asked {
                guard asked.duration(to: now) >= hole.patience else { continue }
                holes[key]?.patience = min(hole.patience * 2, Self.longestPatience)
            } else if hole.since.duration(to: now) < Self.hesitation {
                continue
            }
            holes[key]?.asked = now
            asks.append((key, hole.last + 1))
        }
        return asks
    }
}
