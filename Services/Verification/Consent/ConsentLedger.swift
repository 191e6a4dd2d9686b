import CaseModel
import Foundation

/// The consent ledger of a case: what was written down, and what sources have taken back through the mailbox since.
struct ConsentLedger: Sendable {
    let people: CasePeople
    let statements: [RecordVersion<ConsentStatement>]
    let sources: [SourceFile]

    /// What a source took back, and from whom that is; everybody in the case where nobody has said yet whose words a
    /// submission's are.
    struct Withdrawal: Sendable {
        let submission: SubmissionID
        let isErasure: Bool
        let withdrawal: MailboxConsentRule.Withdrawal
        let people: Set<RecordID>
        let isAttributed: Bool
    }

    var withdrawals: [Withdrawal] {
        sources.flatMap { source in
            let known = Set(statements.filter { $0.content.submission == source.row.id }.map(\.content.subject))
            return MailboxConsentRule.withdrawals(source.consentWords).map { withdrawal in
                Withdrawal(
                    submission: source.row.id,
                    isErasure: source.updates.contains { $0.id == withdrawal.update && $0.content?.kind == .erasure },
                    withdrawal: withdrawal, people: known.isEmpty ? Set(people.people.map(\.id)) : known,
                    isAttributed: !known.isEmpty)
            }
        }
    }

    /// All lines of a person, those that the mailbox wrote among them.
    func lines(of person: RecordID) -> [ConsentEntry] {
        statements.filter { $0.content.subject == person }.flatMap(\.content.lines)
            + withdrawals.filter { $0.people.contains(person) }.flatMap(\.withdrawal.lines)
    }

    func standing(
        of person: CasePerson, on purpose: ConsentPurpose, for recipient: String? = nil, at now: Date
    ) -> ConsentRule.Standing {
        ConsentRule.standing(lines(of: person.id), on: purpose, for: recipient, in: circumstances(person, now))
    }

    func standings(of person: CasePerson, at now: Date) -> [(purpose: ConsentPurpose, standing: ConsentRule.Standing)] {
        let lines = lines(of: person.id)
        let circumstances = circumstances(person, now)
        return ConsentPurpose.allCases.map { ($0, ConsentRule.standing(lines, on: $0, in: circumstances)) }
    }

    func identity(
        of person: CasePerson, before audience: IdentityLevel.Audience, at now: Date
    ) -> IdentityLevel {
        IdentityLevel.of(
            lines(of: person.id), before: audience, isWithheld: person.isWithheld, in: circumstances(person, now))
    }

    private func circumstances(_ person: CasePerson, _ now: Date) -> ConsentRule.Circumstances {
        ConsentRule.Circumstances(
            now: now, isChild: person.isChild, legalStatusChangedAt: person.legalStatusChanged(before: now))
    }

    /// Lines for some recipients alone, which the standing for everybody passes over.
    func special(_ person: RecordID, _ purpose: ConsentPurpose, at now: Date) -> [ConsentEntry] {
        lines(of: person).filter { $0.purpose == purpose && !$0.recipients.isEmpty && $0.saidAt <= now }
    }

    /// The purposes of a statement that say something else than what stands when it was said.
    func news(in statement: ConsentStatement) -> [String: ConsentStatus] {
        let lines = lines(of: statement.subject)
        return statement.purposes.filter { code, status in
            guard let purpose = ConsentPurpose(rawValue: code) else { return false }
            let before = lines.filter {
                $0.purpose == purpose && $0.recipients == statement.recipients && $0.saidAt <= statement.givenAt
            }
            let latest = before.max {
                ($0.saidAt, $0.status.isPermission ? 0 : 1) < ($1.saidAt, $1.status.isPermission ? 0 : 1)
            }
            guard let latest else { return status != .notAsked }
            return latest.status != status || latest.conditions != statement.conditions
                || (status.isPermission && latest.expires != statement.expires)
                || (status == .byRepresentative && latest.representative != statement.groundNote)
        }
    }

    // MARK: What it means for the desk

    /// When what must be asked again, per person; and each withdrawal that came through the mailbox.
    func occasions(at now: Date) -> [CaseNotice.Occasion] {
        let renewals = people.people.compactMap { person -> CaseNotice.Occasion? in
            let due = standings(of: person, at: now).compactMap(\.standing.askAgainAt).min()
            return due.map {
                CaseNotice.Occasion(kind: .consentToRenew, about: person.id.uuid, dueAt: $0, urgency: .u3)
            }
        }
        let taken = withdrawals.compactMap { withdrawal -> CaseNotice.Occasion? in
            withdrawal.withdrawal.update.map {
                CaseNotice.Occasion(
                    kind: .consentWithdrawn, about: $0.uuid, dueAt: withdrawal.withdrawal.at, urgency: .u2)
            }
        }
        return renewals + taken
    }

    /// When the ledger last changed.
    var changedAt: Date? { (statements.map(\.savedAt) + withdrawals.map(\.withdrawal.at)).max() }

    func summary(at now: Date) -> ConsentSummary {
        let people = people.people.map { person in
            let standings = standings(of: person, at: now).map { purpose, standing in
                (purpose.rawValue, standing.isAllowed || !standing.status.isPermission ? standing.status : .notAsked)
            }
            return (person.id.description, Dictionary(uniqueKeysWithValues: standings))
        }
        return ConsentSummary(at: now, people: Dictionary(uniqueKeysWithValues: people))
    }
}

extension SourceFile {
    /// What the source said of consent, in the order in which it came.
    var consentWords: [MailboxConsentRule.Word] {
        let first = content.map { [MailboxConsentRule.Word(at: $0.receivedAt, purposes: $0.consent.purposes)] } ?? []
        return first
            + updates.compactMap { update in
                guard let content = update.content else { return nil }
                if content.kind == .erasure {
                    return MailboxConsentRule.Word(
                        at: update.receivedAt, update: update.id, purposes: [], isErasure: true)
                }
                return content.consent.map {
                    MailboxConsentRule.Word(at: update.receivedAt, update: update.id, purposes: $0.purposes)
                }
            }
    }
}
