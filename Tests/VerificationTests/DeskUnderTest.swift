import CaseModel
import Foundation
import HTTP
import Messaging
import Postgres
import ServiceRuntime
import TestSupport
import Testing
import Vault
@testable import Verification

/// Verification as its own initialiser puts it together, in a house of its own.
struct DeskUnderTest {
    let house: TestHouse
    let router: Router
    /// As the role of pages.
    let database: Database
    /// As the role of consumers.
    let system: Database

    static func open(_ body: (DeskUnderTest) async throws -> Void) async throws {
        try await TestHouse.lend { house in
            let app = try await VerificationApp(settings: house.settings(), logger: TestHouse.quiet)
            let pools = app.services.compactMap { $0 as? Database }
            try #require(pools.count == 2)
            try await running(pools[0]) {
                try await running(pools[1]) {
                    try await body(
                        DeskUnderTest(house: house, router: app.router, database: pools[0], system: pools[1]))
                }
            }
        }
    }

    // MARK: People

    func officer(
        _ roles: Set<Role> = [.caseOfficer], _ compartment: Compartment = .headquarters
    ) async throws
        -> TestStaff
    { try await TestStaff.signIn(roles, compartments: [compartment], in: house) }

    func respond(_ request: Request) async -> Response { await router.respond(to: request) }

    // MARK: What lies on the desk

    static let mailboxKey = KeyBytes([UInt8](repeating: 7, count: 32))

    /// A submission as Intake tells of it.
    func submission(
        _ urgency: Urgency = .u3, narrative: String = "They came at night.", naming event: String = "",
        evidence: [DeclaredEvidence] = [], mailboxKey: KeyBytes = mailboxKey, delivery: PartnerDelivery? = nil
    ) throws -> SubmissionReceived {
        let id = SubmissionID(Randomness.uuid())
        let mailbox = MailboxID(UUID())
        var draft = SubmissionDraft()
        draft.narrative = narrative
        draft.unEntities = ["OHCHR_HQ"]
        draft.event = event
        draft.language = "en"
        let receipt = SubmissionDraft.Receipt(
            channel: "WEB_FORM", receivedAt: .now, mailboxID: mailbox, mailboxKey: mailboxKey, evidence: evidence)
        var content = try #require(draft.content(receipt, lists: try CodeLists.bundled()))
        content.delivery = delivery
        let key = try house.keys.sealingPublicKey(of: .verification)
        let sealed = try key.seal(
            Padding.pad(try EventCoding.encode(content)),
            context: SealContext(table: "submissions", column: "sealed", row: id.uuid))
        return SubmissionReceived(
            submissionID: id, mailboxID: mailbox, receivedAt: .now, urgency: urgency,
            evidenceIDs: evidence.map(\.evidenceID), sealedSubmission: SealedPart(sealed))
    }

    var receive: ReceiveSubmission {
        get throws {
            ReceiveSubmission(
                outbox: try house.outbox(of: .verification), evidence: try EvidenceStore(settings: house.settings()),
                likeness: KeepLikeness(
                    keys: try ServiceKeys(.verification, files: house.keys), lists: try CodeLists.bundled()))
        }
    }

    func arrived(
        _ urgency: Urgency = .u3, narrative: String = "They came at night.", naming event: String = "",
        mailboxKey: KeyBytes = mailboxKey, delivery: PartnerDelivery? = nil
    ) async throws -> SubmissionID {
        let submission = try submission(
            urgency, narrative: narrative, naming: event, mailboxKey: mailboxKey, delivery: delivery)
        try await receive.take(submission, in: system)
        return submission.submissionID
    }

    /// Opens a case from a new submission by the officer's form.
    func opened(by officer: TestStaff) async throws -> (CaseID, SubmissionID) {
        let submission = try await arrived()
        return (try await opened(submission, by: officer), submission)
    }

    /// The same from one that lies on the desk.
    func opened(_ submission: SubmissionID, by officer: TestStaff) async throws -> CaseID {
        let act = try #require(try CodeLists.bundled().list("act_type").items.first?.code)
        let response = await respond(
            try officer.post(
                "/desk/submissions/\(submission)/case",
                ["urgency": "U2", "act": act, "un_entity": "OHCHR_HQ", "state": "CHE"]))
        #expect(response.status == .seeOther)
        let place = try #require(response.headers["Location"])
        let id = try #require(UUID(uuidString: String(place.split(separator: "/").last ?? "")))
        return CaseID(id)
    }

    /// The form of an item of information.
    static func finding(credibility: String = "2", group: String = "the lawyer") -> KeyValuePairs<String, String> {
        [
            "source_ref": "A call <by> day", "source_type": "LAWYER", "reliability": "B", "credibility": credibility,
            "independence_group": group, "supports": "ACT", "note": "Typed <note> & kept",
        ]
    }

    func record(_ fields: KeyValuePairs<String, String>, in id: CaseID, by officer: TestStaff) async throws -> Response
    {
        await respond(try officer.post("/desk/cases/\(id)/findings", fields))
    }

    func decide(
        _ id: CaseID, version: String, status: String = "V2_CREDIBLE", nexus: String = "N2_PATTERN",
        answer: String = "We found it credible.", by officer: TestStaff
    ) async throws -> Response {
        await respond(
            try officer.post(
                "/desk/cases/\(id)/decision",
                [
                    "version": version, "status": status, "nexus": nexus, "reason": "Because <it> holds.",
                    "answer": answer,
                ]))
    }

    // MARK: What is stored

    func told() async throws -> [ToldEvent] { try await house.told(by: .verification) }

    /// Rows of every table that a step at the desk leaves something in.
    func rows() async throws -> [String: Int] {
        var rows: [String: Int] = [:]
        for table in [
            "submissions", "cases", "case_versions", "case_records", "record_versions", "signed_steps",
            "messages_to_sources", "outbox",
        ] {
            rows[table] = try await house.count("verification", table)
        }
        rows["case_keys"] = try await house.count("vault", "case_keys")
        return rows
    }

    func status(of id: CaseID) async throws -> String? {
        try await house.owner.first("SELECT status FROM verification.cases WHERE id = \(id.uuid)")?.get("status")
    }

    func version(of id: CaseID) async throws -> String {
        let row = try await house.owner.first("SELECT version FROM verification.cases WHERE id = \(id.uuid)")
        return try String(row?.get("version", as: Int32.self) ?? -1)
    }

    /// Action, outcome and reason of the latest entries of the audit chain, oldest first.
    func audited(_ count: Int) async throws -> [String] {
        try await house.owner.query(
            """
            SELECT concat_ws(' ', action, outcome, reason) AS line FROM verification.audit_entries
            ORDER BY sequence DESC LIMIT \(count)
            """
        ).map { try $0.get("line", as: String.self) }.reversed()
    }

    /// What Reporting reads of a case in an event of Verification's.
    func figures(_ sealed: SealedPart, of id: CaseID) async throws -> CaseFigures {
        let keys = CaseKeys(try ServiceKeys(.reporting, files: house.keys))
        let reporting = house.database.pool(as: "amparo_reporting_app", connections: 1)
        let key = try await reporting.transaction { try await keys.get(for: id.uuid, in: &$0) }
        await reporting.close()
        let context = SealContext(table: "cases", column: "figures", row: id.uuid)
        return try EventCoding.decode(
            CaseFigures.self, from: try Padding.unpad(try key.open(sealed.bytes, context: context)))
    }
}
