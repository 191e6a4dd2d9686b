import CaseModel
import Web

/// What a partner is told of one item, as JSON.
struct ItemAnswer: Sendable {
    let receipts: SignedReceipts
    let partner: String
    let words: Words

    func json(_ result: ItemResult, index: Int? = nil, key: String?) -> [UInt8] {
        var text = JSONObjectText(capacity: 768)
        switch result {
        case .accepted(let item, let code):
            begin(&text, index, key)
            add(item, to: &text)
            text.add("receiptCode", code.printed)
            text.add("result", "accepted")
            text.add("submissionID", item.submissionID.description)
        case .duplicate(let item):
            begin(&text, index, key)
            add(item, to: &text)
            text.add("result", "duplicate")
            text.add("submissionID", item.submissionID.description)
        case .rejected(let errors):
            text.add("errors", json: errors.json(words))
            begin(&text, index, key)
            text.add("result", "rejected")
        case .unavailable:
            text.add("errors", json: [PointedError("", .unavailable)].json(words))
            begin(&text, index, key)
            text.add("result", "unavailable")
        }
        return text.object
    }

    private func begin(_ text: inout JSONObjectText, _ index: Int?, _ key: String?) {
        text.add("idempotencyKey", key)
        if let index { text.add("index", index) }
    }

    private func add(_ item: TakenItem, to text: inout JSONObjectText) {
        text.add("receipt", receipts.receipt(item, partner: partner))
        text.add("receivedAt", EventCoding.text(of: item.receivedAt))
    }
}
