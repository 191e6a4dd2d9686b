import CaseModel
import Foundation
import Testing

@Suite struct `A submission as typed` {
    private let lists: CodeLists
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    init() throws { lists = try CodeLists.bundled() }

    private var smallest: SubmissionDraft {
        var draft = SubmissionDraft()
        draft.narrative = "They came after the session."
        draft.unEntities = ["HRC"]
        draft.language = "en"
        return draft
    }

    @Test func `is accepted with a description and a hint at the UN`() {
        #expect(smallest.errors(lists: lists, now: now).isEmpty)
        var inWords = smallest
        inWords.unEntities = []
        inWords.cooperation = "I spoke in Geneva."
        #expect(inWords.errors(lists: lists, now: now).isEmpty)
    }

    @Test func `comes back with the phrase of the field that is wrong`() {
        let table: [(change: (inout SubmissionDraft) -> Void, phrase: String)] = [
            ({ $0.narrative = " \n " }, "narrative.missing"),
            ({ $0.unEntities = [] }, "cooperation.missing"),
            ({ $0.narrative = String(repeating: "ش", count: 20_001) }, "narrative.too_long"),
            ({ $0.narrative = "a\u{0}b" }, "narrative.not_allowed"),
            ({ $0.place = "a\u{FFFE}b" }, "place.not_allowed"),
            ({ $0.unEntities = ["NATO"] }, "un_entity.unknown"),
            ({ $0.acts = ["V03", "X99"] }, "acts.unknown"),
            ({ $0.acts = Array(repeating: "V03", count: 21) }, "acts.too_many"),
            ({ $0.dangers = ["BOREDOM"] }, "dangers.unknown"),
            ({ $0.stateOfAct = "ZZZ" }, "state.unknown"),
            ({ $0.forWhom = "x" }, "for_whom.unknown"),
            ({ $0.contactWish = "x" }, "contact_wish.unknown"),
            ({ $0.contactWish = "CONTACT_ME" }, "contact.missing"),
            ({ $0.happened = "soon" }, "happened.invalid"),
            ({ $0.happened = "2026-02-30" }, "happened.invalid"),
            ({ $0.happened = "2027-01-17" }, "happened.in_future"),
            ({ $0.language = "english please" }, "language.invalid"),
            ({ $0.language = "" }, "language.invalid"),
            ({ $0.pageLanguage = "x" }, "page_language.invalid"),
            ({ $0.unEntities = Array(repeating: "HRC", count: 11) }, "un_entity.too_many"),
            ({ $0.unLink = "PERHAPS" }, "un_link.unknown"),
            ({ $0.cooperationLimbs = ["OP4E"] }, "limbs.unknown"),
            ({ $0.cooperationActivities = ["DANCED"] }, "activities.unknown"),
            ({ $0.cooperationTense = "FUTURE" }, "tense.unknown"),
            ({ $0.cooperated = "once" }, "cooperated.invalid"),
            ({ $0.event = "HRC61" }, "event.unknown"),
            ({ $0.placePrecision = "NEAR" }, "place_precision.unknown"),
            ({ $0.purposes = ["CP1_PROCESS", "CP13"] }, "purposes.unknown"),
            ({ $0.consentBasis = "HEARSAY" }, "consent_basis.unknown"),
            ({ $0.anonymity = ["TO_ALL"] }, "anonymity.unknown"),
            ({ $0.gender = "X" }, "gender.unknown"),
            ({ $0.ageBand = "OLD" }, "age_band.unknown"),
            ({ $0.situations = ["TIRED"] }, "situations.unknown"),
            ({ $0.toldTo = String(repeating: "x", count: FieldLimits.toldTo + 1) }, "told_to.too_long"),
            ({ $0.consentProof = "a\u{7}" }, "consent_proof.not_allowed"),
            ({ $0.contactTimes = "a\u{1B}[2J" }, "contact_times.not_allowed"),
        ]
        for (change, phrase) in table {
            var draft = smallest
            change(&draft)
            #expect(draft.errors(lists: lists, now: now).map(\.phrase) == ["report.form.\(phrase)"])
            #expect(draft.content(receipt, lists: lists) == nil, "\(phrase)")
        }
    }

    @Test func `what is too long is told the limit, and every wrong field at once`() {
        var draft = SubmissionDraft()
        draft.affected = String(repeating: "x", count: FieldLimits.affected + 1)
        let errors = draft.errors(lists: lists, now: now)
        #expect(errors.map(\.field) == ["narrative", "cooperation", "affected", "language"])
        #expect(errors[2].limit == FieldLimits.affected)
    }

    @Test(
        arguments: [
            { $0.cooperation = "I spoke." }, { $0.unEntities = ["HRC"] }, { $0.cooperationLimbs = ["OP4D"] },
            { $0.cooperationActivities = ["SPOKE"] }, { $0.event = UUID().uuidString }, { $0.unLink = "YES" },
            { $0.unLink = "UNSURE" },
        ] as [@Sendable (inout SubmissionDraft) -> Void])
    func `any hint at the UN will do`(hint: @Sendable (inout SubmissionDraft) -> Void) {
        var draft = smallest
        draft.unEntities = []
        draft.unLink = "NO"
        #expect(draft.errors(lists: lists, now: now).map(\.field) == ["cooperation"])
        draft.unLink = ""
        hint(&draft)
        #expect(draft.hintsAtTheUN && draft.errors(lists: lists, now: now).isEmpty)
    }

    @Test(arguments: [
        ([], [], ["CP1_PROCESS"]),
        (["CP12_STATS", "CP2_CONTACT"], [], ["CP1_PROCESS", "CP2_CONTACT", "CP12_STATS"]),
        (["CP5_STATE_NAMED", "CP4_STATE_ANON"], ["TO_STATE"], ["CP1_PROCESS", "CP4_STATE_ANON"]),
        (["CP5_STATE_NAMED", "CP8_PUBLISH_NAMED"], ["TO_PUBLIC"], ["CP1_PROCESS", "CP5_STATE_NAMED"]),
        (
            ["CP5_STATE_NAMED", "CP8_PUBLISH_NAMED"], ["TO_UN"],
            ["CP1_PROCESS", "CP5_STATE_NAMED", "CP8_PUBLISH_NAMED"]
        ),
    ])
    func `nothing is agreed to that was not ticked, and a wish to stay unknown counts more`(
        ticked: [String], anonymity: [String], given: [String]
    ) throws {
        var draft = smallest
        draft.purposes = ticked
        draft.anonymity = anonymity
        draft.pageLanguage = "fr"
        let consent = try #require(draft.content(receipt, lists: lists)).consent
        #expect(consent.purposes == given)
        #expect(consent.explanationLanguage == "fr" && consent.explanation == DeclaredConsent.currentExplanation)
    }

    @Test func `a law that is reported counts as one, and what one hopes to do may lie ahead`() throws {
        var draft = smallest
        draft.forWhom = "LAW_OR_MEASURE"
        draft.cooperated = "2027-06"
        draft.acts = ["O06", "O06"]
        let content = try #require(draft.content(receipt, lists: lists))
        #expect(content.dangers == [.lawOrPolicy] && content.acts == ["O06"] && content.cooperated?.text == "2027-06")
    }

    @Test func `becomes a content that survives sealing, tidied`() throws {
        var draft = smallest
        draft.narrative = "  One.\r\nTwo.  "
        draft.happened = "2027-1-5"
        draft.happenedApproximately = true
        draft.dangers = ["THREAT_TO_LIFE"]
        draft.acts = ["V03"]
        let content = try #require(draft.content(receipt, lists: lists))
        #expect(content.narrative == "One.\nTwo.")
        #expect(content.happened?.text == "2027-01-05")
        #expect(content.happened?.precision == "DAY_APPROX")
        #expect(content.contactWish == .mailboxOnly)
        #expect(content.stateOfAct == nil)
        #expect(content.version == SubmissionContent.currentVersion)
        let again = try EventCoding.decode(SubmissionContent.self, from: EventCoding.encode(content))
        #expect(again == content)
        #expect(!"\(content.mailboxKey)".contains("7"))
    }

    @Test(arguments: [
        (" \u{2003}a\u{3000}\n", "a"), ("a\r\rb\r\n\nc\r", "a\n\nb\n\nc"), ("a\rb", "a\nb"), ("\r\n \t", ""), ("", ""),
        (" e\u{301} ", "e\u{301}"), ("\u{301}x", "\u{301}x"), ("بعد\r\nالجلسة", "بعد\nالجلسة"),
    ])
    func `a text loses white space at its ends and has one kind of line end`(typed: String, tidied: String) throws {
        var draft = smallest
        draft.place = typed
        let content = try #require(draft.content(receipt, lists: lists))
        #expect(Array(content.place.unicodeScalars) == Array(tidied.unicodeScalars))
    }

    @Test func `its own JSON is what the encoder makes of it`() throws {
        var draft = smallest
        draft.narrative = "\"Quoted\" \\ / tab\tline\nعربي 中文 é 😀 \u{2028} \u{A0}x"
        draft.dangers = ["THREAT_TO_LIFE", "MISSING"]
        draft.acts = ["V03"]
        draft.happened = "2026-12"
        draft.stateOfAct = "CHE"
        draft.forWhom = "SELF"
        draft.unLink = "YES"
        draft.unEntities = ["HRC", "CCPR"]
        draft.cooperationLimbs = ["OP4A"]
        draft.cooperationActivities = ["SPOKE"]
        draft.cooperationTense = "PAST"
        draft.cooperated = "2026-09-12"
        draft.event = UUID().uuidString
        draft.happenedInWords = "after the session"
        draft.placePrecision = "UN_PREMISES"
        draft.toldTo = "The \"Committee\""
        draft.purposes = ["CP12_STATS"]
        draft.consentBasis = "AGREED"
        draft.consentProof = "a letter"
        draft.consentConditions = "not the embassy"
        draft.anonymity = ["TO_STATE", "TO_PUBLIC"]
        draft.gender = "F"
        draft.ageBand = "YOUTH_18_24"
        draft.contactTimes = "mornings"
        draft.checkIns = true
        draft.sourceReference = "AL 1/2026"
        var full = receipt
        full.evidence = [
            DeclaredEvidence(
                evidenceID: EvidenceID(UUID()), name: "a \"b\".pdf", mediaType: "application/pdf", size: 3,
                sha256: HexBytes([1, 255]), key: KeyBytes([9]))
        ]
        for (draft, receipt) in [(draft, full), (smallest, receipt)] {
            var content = try #require(draft.content(receipt, lists: lists))
            #expect(try content.json() == EventCoding.encode(content))
            content.delivery = PartnerDelivery(
                partner: "A \"house\"",
                consent: draft == smallest
                    ? nil
                    : ConsentRecord(
                        givenBy: "Her sister", how: "by telephone", given: try #require(ReportedDate(typed: "2026-11")),
                        language: "fr"), original: [0, 1, 0xFF, 0x7B])
            #expect(try content.json() == EventCoding.encode(content))
            #expect(try EventCoding.decode(SubmissionContent.self, from: content.json()) == content)
            // What no form lets through, but the encoder would write.
            content.place = String(String.UnicodeScalarView((0...0x7F).compactMap { Unicode.Scalar($0) }))
            #expect(try content.json() == EventCoding.encode(content))
        }
    }

    @Test(arguments: [
        ("2026", "2026", "YEAR"), ("2026-03", "2026-03", "MONTH"), (" 2026/3/5 ", "2026-03-05", "EXACT"),
        ("٢٠٢٦-٠٣-٠٥", "2026-03-05", "EXACT"), ("2024.02.29", "2024-02-29", "EXACT"),
    ])
    func `a date is read in any script and as precisely as it was given`(
        typed: String, text: String, precision: String
    ) throws {
        let date = try #require(ReportedDate(typed: typed))
        #expect(date.text == text)
        #expect(date.precision == precision)
    }

    @Test(arguments: [
        "", "26", "2026-13", "2026-00", "2026-02-29", "05-03-2026", "2026-1-2-3", "2026--1", "1899", "２０２６年",
    ])
    func `what is no date is none`(typed: String) {
        #expect(ReportedDate(typed: typed) == nil)
    }

    @Test func `an answer to a source has its limits too`() {
        #expect(SourceMessage.errors(typed: "  ").map(\.phrase) == ["desk.message.text.missing"])
        #expect(SourceMessage.errors(typed: "Thank you.").isEmpty)
        let long = String(repeating: "x", count: FieldLimits.message + 1)
        #expect(SourceMessage.errors(typed: long).map(\.phrase) == ["desk.message.text.too_long"])
    }

    private var receipt: SubmissionDraft.Receipt {
        .init(
            channel: "WEB_FORM", receivedAt: now, mailboxID: MailboxID(UUID()),
            mailboxKey: KeyBytes(Array(repeating: 7, count: 32)))
    }
}
