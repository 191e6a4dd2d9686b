import CaseModel
import Postgres

enum SubmissionQueries {
    static func insert(_ submissions: [SealedSubmission]) -> SQL {
        """
        INSERT INTO submissions (id, received_at, channel, language, urgency, mailbox_id, lookup)
        SELECT * FROM unnest(
            \(submissions.map(\.event.submissionID.uuid)), \(submissions.map(\.event.receivedAt)),
            \(submissions.map(\.channel)), \(submissions.map(\.language)),
            \(submissions.map(\.event.urgency.rawValue)), \(submissions.map(\.event.mailboxID.uuid)),
            \(submissions.map(\.lookup)))
        """
    }
}
