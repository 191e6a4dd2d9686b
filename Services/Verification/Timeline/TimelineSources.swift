import CaseModel
import Foundation
import Postgres
import Web

/// Everything that is put on the timeline of a case. A feature with tables of its own adds its source here.
enum TimelineSources {
    /// What changed.
    static let changes: [TimelineSource] = [
        submissions, records, steps, findings, toSources, fromSources, custody,
    ]
    /// Who looked.
    static let looks: [TimelineSource] = [readers]

    private static let submissions = TimelineSource { id, until, limit, transaction in
        try await transaction.query(
            """
            SELECT id, received_at FROM submissions WHERE case_id = \(id.uuid) AND received_at <= \(until)
            ORDER BY received_at DESC, id DESC LIMIT \(limit)
            """
        ).map { row in
            let submission = SubmissionID(try row.get("id", as: UUID.self))
            return TimelineEntry(
                at: try row.get("received_at"), key: "submission.\(submission)", who: nil,
                what: Phrase("timeline.submission"), code: "SUBMISSION", link: "/desk/submissions/\(submission)")
        }
    }

    /// Every version of every record, but of those that the steps show.
    private static let records = TimelineSource { id, until, limit, transaction in
        try await transaction.query(
            """
            SELECT r.id, r.kind, v.version, v.saved_at, v.saved_by,
                r.removed_at IS NOT NULL AND v.version = r.version AS removed
            FROM case_records r JOIN record_versions v ON v.record_id = r.id
            WHERE r.case_id = \(id.uuid) AND r.kind <> \(StepContent.kind.code) AND v.saved_at <= \(until)
            ORDER BY v.saved_at DESC, r.id DESC, v.version DESC LIMIT \(limit)
            """
        ).map { row in
            let record = RecordID(try row.get("id", as: UUID.self))
            let version = Int(try row.get("version", as: Int32.self))
            let kind = Phrase(key: "record.kind.\(try row.get("kind", as: String.self).lowercased())")
            let values: [String: PhraseValue] = ["record": .phrase(kind)]
            let isRemoved: Bool = try row.get("removed")
            let what =
                isRemoved
                ? Phrase("timeline.record.removed", values)
                : version == 1 ? Phrase("timeline.record.added", values) : Phrase("timeline.record.changed", values)
            return TimelineEntry(
                at: try row.get("saved_at"), key: "record.\(record).\(version)",
                who: StaffID(try row.get("saved_by", as: UUID.self)), what: what, code: try row.get("kind"),
                link: "/desk/cases/\(id)/records/\(record)#version-\(version)")
        }
    }

    /// From one status to the next, with the record that says why.
    private static let steps = TimelineSource { id, until, limit, transaction in
        try await transaction.query(
            """
            SELECT s.version, s.before, s.after, s.taken_at, s.taken_by, r.id AS record
            FROM case_steps s
            LEFT JOIN case_records r
                ON r.case_id = s.case_id AND r.kind = \(StepContent.kind.code) AND r.created_at = s.taken_at
            WHERE s.case_id = \(id.uuid) AND s.taken_at <= \(until)
            ORDER BY s.taken_at DESC, s.version DESC LIMIT \(limit)
            """
        ).map { row in
            let record = try row.get("record", as: UUID?.self).map { RecordID($0) }
            return TimelineEntry(
                at: try row.get("taken_at"), key: "step.\(try row.get("version", as: Int32.self))",
                who: StaffID(try row.get("taken_by", as: UUID.self)),
                what: Phrase(
                    "timeline.step",
                    ["before": .text(try row.get("before")), "after": .text(try row.get("after"))]),
                code: "STEP", link: record.map { "/desk/cases/\(id)/records/\($0)" })
        }
    }

    private static let findings = TimelineSource { id, until, limit, transaction in
        try await transaction.query(
            """
            SELECT id, recorded_at, recorded_by FROM findings WHERE case_id = \(id.uuid) AND recorded_at <= \(until)
            ORDER BY recorded_at DESC, id DESC LIMIT \(limit)
            """
        ).map { row in
            TimelineEntry(
                at: try row.get("recorded_at"), key: "finding.\(try row.get("id", as: UUID.self))",
                who: StaffID(try row.get("recorded_by", as: UUID.self)), what: Phrase("timeline.finding"),
                code: "FINDING", link: CaseSection.findings.path(of: id))
        }
    }

    private static let toSources = TimelineSource { id, until, limit, transaction in
        try await transaction.query(
            """
            SELECT m.id, m.submission_id, m.sent_at, m.sent_by
            FROM messages_to_sources m JOIN submissions s ON s.id = m.submission_id
            WHERE s.case_id = \(id.uuid) AND m.sent_at <= \(until)
            ORDER BY m.sent_at DESC, m.id DESC LIMIT \(limit)
            """
        ).map { row in
            let submission = SubmissionID(try row.get("submission_id", as: UUID.self))
            return TimelineEntry(
                at: try row.get("sent_at"), key: "message.\(try row.get("id", as: UUID.self))",
                who: StaffID(try row.get("sent_by", as: UUID.self)), what: Phrase("timeline.to_source"),
                code: "MESSAGE", link: "\(CaseSection.source.path(of: id))#source-\(submission)")
        }
    }

    private static let fromSources = TimelineSource { id, until, limit, transaction in
        try await transaction.query(
            """
            SELECT u.id, u.submission_id, u.received_at
            FROM source_updates u JOIN submissions s ON s.id = u.submission_id
            WHERE s.case_id = \(id.uuid) AND u.received_at <= \(until)
            ORDER BY u.received_at DESC, u.id DESC LIMIT \(limit)
            """
        ).map { row in
            let submission = SubmissionID(try row.get("submission_id", as: UUID.self))
            return TimelineEntry(
                at: try row.get("received_at"), key: "update.\(try row.get("id", as: UUID.self))", who: nil,
                what: Phrase("timeline.from_source"), code: "UPDATE",
                link: "\(CaseSection.source.path(of: id))#source-\(submission)")
        }
    }

    /// What was done with the files of the case; that somebody looked at one is of custody too.
    private static let custody = TimelineSource { id, until, limit, transaction in
        try await transaction.query(
            """
            SELECT c.evidence_id, c.sequence, c.kind, c.at, c.by_staff FROM custody_events c
            WHERE c.at <= \(until) AND c.evidence_id IN (
                SELECT e.id FROM evidence e JOIN submissions s ON s.id = e.submission_id WHERE s.case_id = \(id.uuid)
                UNION SELECT f.id FROM case_evidence f WHERE f.case_id = \(id.uuid))
            ORDER BY c.at DESC, c.evidence_id DESC, c.sequence DESC LIMIT \(limit)
            """
        ).map { row in
            let file = EvidenceID(try row.get("evidence_id", as: UUID.self))
            let kind: CustodyKind = try Code.read(row, "kind")
            return TimelineEntry(
                at: try row.get("at"), key: "custody.\(file).\(try row.get("sequence", as: Int32.self))",
                who: try row.get("by_staff", as: UUID?.self).map { StaffID($0) },
                what: Phrase("timeline.custody", ["what": .phrase(CustodyTable.phrase(kind))]),
                code: "CUSTODY_\(kind.rawValue)", link: CaseSection.evidence.path(of: id))
        }
    }

    /// Who has opened a page of the case, and who was not let in.
    private static let readers = TimelineSource { id, until, limit, transaction in
        try await transaction.query(
            """
            SELECT sequence, at, actor, action, outcome FROM audit_entries
            WHERE subject = \(id.uuid) AND at <= \(until)
                AND (action LIKE 'get.%' OR outcome = 'denied')
            ORDER BY sequence DESC LIMIT \(limit)
            """
        ).map { row in
            let action: String = try row.get("action")
            let isDenied = try row.get("outcome", as: String.self) == "denied"
            let sequence = String(try row.get("sequence", as: Int64.self))
            return TimelineEntry(
                at: try row.get("at"),
                key: "audit.\(String(repeating: "0", count: max(0, 20 - sequence.count)))\(sequence)",
                who: try row.get("actor", as: UUID?.self).map { StaffID($0) },
                what: isDenied
                    ? Phrase("timeline.denied") : Phrase("timeline.read", ["page": .phrase(page(of: action))]),
                code: action)
        }
    }

    /// The section that a route of the audit chain shows: `get.desk.cases.id.people`.
    private static func page(of action: String) -> Phrase {
        let parts = action.split(separator: ".").dropFirst(4)
        guard let first = parts.first else { return CaseSection.overview.title }
        if first == "records" { return Phrase("record.history") }
        if first == "print" { return Phrase("case.print") }
        return CaseSection(rawValue: String(first))?.title ?? CaseSection.overview.title
    }
}
