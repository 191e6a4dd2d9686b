/// How a consumer paces itself.
package struct ConsumerTuning: Sendable {
    /// How many events one transaction takes at most.
    package var batch = 256
    /// How often a failing event is tried before it goes to the dead letters.
    package var attempts = 5
    /// How long after a failure it is tried again; doubles each time.
    package var retry = Duration.milliseconds(100)
    /// How long it waits for the database or the broker at most before it tries again.
    package var longestPause = Duration.seconds(10)
    /// How often offsets are committed. They are only a hint: the places in the database decide.
    package var commit = Duration.milliseconds(250)
    /// How often it looks for dead letters that an operator wants to be tried again.
    package var deadLetters = Duration.seconds(2)
    /// How long the inbox remembers events, in days; nil for ever. What a source still keeps may be republished: a shorter
    /// time than the longest of any source's outbox would let it take effect a second time.
    package var inboxDays: Int?

    package init() {}
}
