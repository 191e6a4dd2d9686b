/// How a relay paces itself.
package struct RelayTuning: Sendable {
    /// How long after a look that found something the next one comes: appends of that time are numbered together.
    package var gathering = Duration.milliseconds(10)
    /// How often it looks when nothing has called.
    package var poll = Duration.seconds(1)
    /// How long it goes on looking closely after a call: the transaction that called may not be committed yet.
    package var vigil = Duration.milliseconds(500)
    /// How often one that is not the leader asks whether it may be.
    package var candidacy = Duration.seconds(1)
    /// How often one that is not the leader wakes the leader at most.
    package var notice = Duration.milliseconds(50)
    /// How often it asks whether the broker still has what it has shipped.
    package var probe = Duration.seconds(2)
    /// How often it says how far each topic partition has come, where nothing new was shipped.
    package var heads = Duration.seconds(600)
    /// How often partitions of the outbox are made ahead and dropped.
    package var housekeeping = Duration.seconds(3600)
    /// How long after a failure it tries again; doubles up to 10 s.
    package var retry = Duration.milliseconds(200)
    /// How many days one partition of the outbox covers.
    package var partitionDays = 7
    /// How long shipped events are kept, in days; nil for ever.
    package var keptDays: Int?
    /// How many bytes are shipped again at one request, about.
    package var reshipBytes = 2_000_000
    /// How long a request for what has just been shipped again is taken as answered.
    package var reshipPatience = Duration.milliseconds(400)
    /// How many pages may be with the producer at the same time.
    package var pagesInFlight = 3

    package init() {}
}
