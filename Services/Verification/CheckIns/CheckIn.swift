import CaseModel
import Foundation

/// What was agreed with somebody who wants to be asked whether they are safe (DOMAIN.md D.7): when, how, and what their
/// silence means, in their own decision. The times stand in `check_ins` too, for the clock.
struct CheckIn: CaseRecordContent {
    static let kind = RecordKind("CHECK_IN")

    /// The record of a subject; nil where it is agreed with the source alone.
    var subject: String?
    /// The submission whose source answers through the mailbox; nil where an officer is told in another way.
    var submission: String?
    /// Code of list `channel`.
    var channel = ""
    var everyHours = 24
    var graceHours = 2
    var from: Date
    var until: Date?
    var silence = SilenceMeaning.call
    /// What silence means, in the person's words.
    var silenceWords = ""
    /// Whom to call, what to do, what never to do.
    var whatToDo = ""

    static let codeLists = ["channel": "channel", "silence": "check_in.silence."]
    static let order = [
        "subject", "submission", "channel", "everyHours", "graceHours", "from", "until", "silence", "silenceWords",
        "whatToDo",
    ]

    var schedule: CheckInSchedule {
        CheckInSchedule(
            from: from, every: Double(everyHours) * 3600, until: until, grace: Double(graceHours) * 3600)
    }
}
