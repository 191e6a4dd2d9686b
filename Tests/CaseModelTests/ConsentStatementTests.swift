import CaseModel
import Foundation
import Testing

@Suite struct `A statement in the consent ledger` {
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)
    private static let everything = Dictionary(
        uniqueKeysWithValues: ConsentPurpose.allCases.map { ($0.rawValue, ConsentStatus.given) })

    private static func statement(
        _ purposes: [String: ConsentStatus] = everything, _ fill: (inout ConsentStatement) -> Void = { _ in }
    ) -> ConsentStatement {
        var statement = ConsentStatement(subject: RecordID(UUID()), givenAt: now, recordedAt: now)
        statement.purposes = purposes
        statement.ground = .own
        statement.obtained = .form
        statement.explanationLanguage = "en"
        fill(&statement)
        return statement
    }

    private static func problems(_ statement: ConsentStatement, isChild: Bool = false) -> [ConsentStatementRule.Problem]
    {
        ConsentStatementRule.problems(statement, isChild: isChild, now: now).map(\.problem)
    }

    private static func child(_ statement: inout ConsentStatement) {
        statement.ground = .child
        statement.childAssent = true
        statement.childGuardian = "the aunt"
        statement.bestInterests = "she is safer known"
    }

    @Test(
        arguments: [
            (statement(), false, []), (statement([:]), false, [.nothing]),
            (statement { $0.ground = nil }, false, [.groundMissing]),
            (statement { $0.obtained = nil }, false, [.obtainedMissing]),
            (statement { $0.obtained = .oralWithWitness }, false, [.witnessMissing]),
            (statement { $0.explanationLanguage = "" }, false, [.languageMissing]),
            (statement { $0.givenAt = now.addingTimeInterval(1) }, false, [.inFuture]),
            (statement { $0.expires = now }, false, [.alreadyExpired]),
            (statement(["CP9_PRESS": .byRepresentative]) { $0.ground = .representative }, false, [.noteMissing]),
            (statement(["CP9_PRESS": .byRepresentative]), false, [.groundMismatch]),
            (
                statement(["CP9_PRESS": .given]) { ($0.ground, $0.groundNote) = (.unreachable, "brother") }, false,
                [.groundMismatch]
            ),
            (
                statement(["CP9_PRESS": .byRepresentative]) { ($0.ground, $0.groundNote) = (.unreachable, "brother") },
                false,
                []
            ),
            (
                statement(["CP8_PUBLISH_NAMED": .given, "CP7_PUBLISH_ANON": .given]) {
                    ($0.ground, $0.groundNote) = (.collective, "the assembly")
                }, false, [.mayNotName]
            ),
            (
                statement(["CP5_STATE_NAMED": .byRepresentative]) {
                    ($0.ground, $0.groundNote) = (.bestInterests, "dead")
                },
                false, [.mayNotName]
            ),
            (statement(), true, [.childUnprotected]), (statement { child(&$0) }, true, []),
            (
                statement {
                    child(&$0)
                    $0.childAssent = false
                }, true, [.childUnprotected]
            ),
            // A no needs nothing.
            (
                statement(["CP9_PRESS": .withdrawn, "CP12_STATS": .refused]) {
                    ($0.ground, $0.obtained, $0.explanationLanguage) = (nil, nil, "")
                }, true, []
            ),
        ] as [(ConsentStatement, Bool, [ConsentStatementRule.Problem])])
    func `has what it must have, or is refused with the reason`(
        statement: ConsentStatement, isChild: Bool, expected: [ConsentStatementRule.Problem]
    ) {
        #expect(Self.problems(statement, isChild: isChild) == expected)
    }

    @Test func `is read in the way that protects where only its day is known`() {
        let day = Date(timeIntervalSince1970: 1_799_971_200)
        let statement = Self.statement(["CP9_PRESS": .given, "CP8_PUBLISH_NAMED": .withdrawn]) {
            ($0.givenAt, $0.isWholeDay) = (day, true)
        }
        #expect(statement.lines.map(\.saidAt) == [Self.now, day])
    }

    @Test func `in somebody's best interests counts when it is signed, and never names`() {
        var statement = Self.statement(["CP4_STATE_ANON": .byRepresentative, "CP9_PRESS": .refused]) {
            ($0.ground, $0.groundNote) = (.bestInterests, "no family is left")
        }
        #expect(statement.awaitsSignature)
        #expect(statement.lines.map(\.status) == [.refused])
        statement.signedBy = StaffID(UUID())
        let standing = ConsentRule.standing(statement.lines, on: .stateAnonymously, in: .init(now: Self.now))
        #expect(standing.isAllowed && standing.status == .byRepresentative)
    }

    /// Every status, ground, age and time: consent is only where a person, or who may speak for them, said yes and it holds.
    @Test func `is never consent where nobody said yes, where it has ended, or where it was taken back`() {
        for status in ConsentStatus.allCases {
            for ground in ConsentGround.allCases {
                for offset in [-86_400.0, 0, 1] {
                    for isChild in [false, true] {
                        let statement = Self.statement(["CP4_STATE_ANON": status]) {
                            ($0.ground, $0.groundNote) = (ground, "brother")
                            $0.expires = Self.now.addingTimeInterval(offset)
                            if ground == .child { Self.child(&$0) }
                        }
                        let standing = ConsentRule.standing(
                            statement.lines, on: .stateAnonymously, in: .init(now: Self.now, isChild: isChild))
                        let mayBe = status.isPermission && offset > 0 && ground != .bestInterests
                        #expect(!standing.isAllowed || mayBe, "\(status) \(ground) \(offset) \(isChild)")
                        for other in ConsentPurpose.allCases where other != .stateAnonymously {
                            #expect(
                                !ConsentRule.standing(statement.lines, on: other, in: .init(now: Self.now)).isAllowed)
                        }
                        let taken =
                            statement.lines + [
                                ConsentEntry(purpose: .stateAnonymously, status: .withdrawn, saidAt: Self.now)
                            ]
                        #expect(!ConsentRule.standing(taken, on: .stateAnonymously, in: .init(now: Self.now)).isAllowed)
                    }
                }
            }
        }
    }

    @Test func `says until when it holds`() throws {
        let entry = ConsentEntry(purpose: .press, status: .given, saidAt: Self.now)
        let six = try #require(EventCoding.date(of: "2027-07-15T08:00:00Z"))
        #expect(ConsentRule.standing([entry], on: .press, in: .init(now: Self.now)).askAgainAt == six)
        var ending = entry
        ending.expires = Self.now.addingTimeInterval(60)
        #expect(ConsentRule.standing([ending], on: .press, in: .init(now: Self.now)).askAgainAt == ending.expires)
        let contact = ConsentEntry(purpose: .contact, status: .given, saidAt: Self.now)
        #expect(ConsentRule.standing([contact], on: .contact, in: .init(now: Self.now)).askAgainAt == nil)
    }

    @Test(arguments: [
        (ConsentStatus.given, ConsentStatus.given, false, IdentityLevel.named), (.given, .refused, false, .named),
        (.refused, .given, false, .anonymous), (.refused, .refused, false, .none), (.notAsked, .notAsked, false, .none),
        (.withdrawn, .given, false, .anonymous), (.given, .given, true, .anonymous),
        (.given, .refused, true, .none),
        (.refused, .refused, true, .none),
    ])
    func `says how somebody may be spoken of`(
        named: ConsentStatus, anonymous: ConsentStatus, isWithheld: Bool, level: IdentityLevel
    ) {
        for audience in IdentityLevel.Audience.allCases {
            let lines = [
                ConsentEntry(purpose: audience.named, status: named, saidAt: Self.now),
                ConsentEntry(purpose: audience.anonymous, status: anonymous, saidAt: Self.now),
            ]
            #expect(
                IdentityLevel.of(lines, before: audience, isWithheld: isWithheld, in: .init(now: Self.now)) == level)
        }
    }

    // MARK: From the mailbox

    private static func words(_ purposes: [String]...) -> [MailboxConsentRule.Word] {
        purposes.enumerated().map { index, codes in
            MailboxConsentRule.Word(at: now.addingTimeInterval(Double(index)), purposes: codes)
        }
    }

    @Test(
        arguments: [
            (words(["CP1_PROCESS", "CP9_PRESS"]), []), (words(["CP1_PROCESS"], ["CP1_PROCESS", "CP9_PRESS"]), []),
            (words(["CP1_PROCESS", "CP9_PRESS"], ["CP1_PROCESS"]), [1]),
            (words(["CP1_PROCESS", "CP9_PRESS"], ["CP1_PROCESS"], ["CP1_PROCESS"]), [1]),
            (words(["CP1_PROCESS", "CP9_PRESS"], ["CP1_PROCESS", "CP3_SHARE_MECH"], ["CP1_PROCESS"]), [1, 2]),
            (
                words(["CP1_PROCESS"]) + [
                    MailboxConsentRule.Word(at: now.addingTimeInterval(1), purposes: [], isErasure: true)
                ],
                [1]
            ),
        ] as [([MailboxConsentRule.Word], [Double])])
    func `taken back through the mailbox is taken back at once`(words: [MailboxConsentRule.Word], at: [Double]) {
        let found = MailboxConsentRule.withdrawals(words)
        #expect(found.map { $0.at.timeIntervalSince(Self.now) } == at)
        for withdrawal in found {
            let kept = Set(words.last { $0.at == withdrawal.at }?.purposes ?? [])
            #expect(Set(withdrawal.purposes.map(\.rawValue)).isDisjoint(with: kept))
            #expect(withdrawal.purposes.count + kept.count == ConsentPurpose.allCases.count)
            #expect(withdrawal.lines.allSatisfy { $0.status == .withdrawn })
        }
    }
}
