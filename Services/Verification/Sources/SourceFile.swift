import CaseModel
import Foundation

/// A submission with all that its source and the officers have said since. What stands now is computed from it.
struct SourceFile: Sendable {
    struct Update: Sendable {
        let id: UpdateID
        let receivedAt: Date
        let urgency: Urgency
        /// Whether nobody had read it before this page.
        var isNew = false
        /// Nil where it cannot be opened.
        let content: SourceUpdate?
    }

    struct Message: Sendable {
        let id: MessageID
        let sentAt: Date
        let sentBy: StaffID
        /// Nil where it cannot be opened.
        let content: SourceMessage?
    }

    let row: SubmissionRow
    let content: SubmissionContent?
    /// In the order in which they were sent.
    let updates: [Update]
    let messages: [Message]
    /// What an officer said of how hard it is to read.
    var mark: GraphicContent.Mark?

    // MARK: The way back

    /// Whether the source can be written to.
    enum Mailbox: Sendable, Equatable {
        case open(KeyBytes)
        /// Staff entered the submission, and its source has not exchanged the code on the sheet yet.
        case notTaken
        case burnt
        /// The submission cannot be opened.
        case unknown
    }

    /// The newest key counts.
    var mailbox: Mailbox {
        if updates.contains(where: { $0.content?.kind == .burnt }) { return .burnt }
        guard let content else { return .unknown }
        let key = updates.last { $0.content?.mailboxKey != nil }?.content?.mailboxKey ?? content.mailboxKey
        return key.exposed.count == Self.keyBytes ? .open(key) : .notTaken
    }

    private static let keyBytes = 32

    /// How and when the source may be reached, as they said last.
    var contact: ContactDetails? {
        if let newest = updates.last(where: { $0.content?.contact != nil })?.content?.contact { return newest }
        return content.map {
            ContactDetails(wish: $0.contactWish, contact: $0.contact, times: $0.contactTimes, checkIns: $0.checkIns)
        }
    }

    // MARK: What is allowed

    /// Purposes as declared now: those of the newest word, without what a wish to stay unknown rules out.
    var purposes: [String] {
        let newest = updates.last { $0.content?.consent != nil }?.content?.consent ?? content?.consent
        let ruledOut = DeclaredConsentRule.ruledOut(by: Set(content?.anonymity ?? []))
        return (newest?.purposes ?? []).filter { !ruledOut.contains($0) }
    }

    /// Purposes that were given once and are not any more.
    var withdrawn: [String] {
        let given = [content?.consent.purposes ?? []] + updates.compactMap { $0.content?.consent?.purposes }
        var seen = Set(purposes)
        return given.joined().filter { seen.insert($0).inserted }
    }

    /// All that consent was ever tied to.
    var conditions: [String] {
        ([content?.consent.conditions] + updates.map { $0.content?.consent?.conditions }).compactMap { $0 }
            .filter { !$0.isEmpty }
    }

    var erasureAskedAt: Date? { updates.last { $0.content?.kind == .erasure }?.receivedAt }

    /// The last word on whether they are safe, where it is that they are not.
    var notSafeSince: Date? {
        let last = updates.last { $0.content?.isSafe != nil }
        return last?.content?.isSafe == false ? last?.receivedAt : nil
    }

    // MARK: The conversation

    enum Entry: Sendable {
        case update(Update)
        case message(Message)

        var at: Date {
            switch self {
            case .update(let update): update.receivedAt
            case .message(let message): message.sentAt
            }
        }
    }

    /// What both have said, oldest first.
    var conversation: [Entry] {
        (updates.map(Entry.update) + messages.map(Entry.message)).sorted { $0.at < $1.at }
    }

    /// What the source has sent that nobody has read yet.
    var unread: Int { updates.count(where: \.isNew) }

    /// Files that came with the submission and later.
    var evidence: [DeclaredEvidence] {
        (content?.evidence ?? []) + updates.flatMap { $0.content?.evidence ?? [] }
    }
}
