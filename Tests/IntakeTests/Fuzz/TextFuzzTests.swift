import CaseModel
import Foundation
@testable import Intake
import TestSupport
import Testing
import Vault

/// What people and programs write.
@Suite struct `Mangled texts` {
    private static let jsonWords = [
        "{", "}", "[", "]", ":", ",", "\"", "\\u", "\\ud83d", "\\ude00", "\\", "null", "true", "-0", "1e5", "0.1",
        "\"a\":",
        "\u{FEFF}", "é", "\n", "narrative", "acts", "[[[[", "{\"a\":{\"a\":",
    ]

    @Test func `JSON is read as others read it, or refused, and never beyond its limits`() async {
        var fuzzer = Fuzzer(
            [
                #"{"narrative": "n", "acts": ["V01", "V02"], "checkIns": true, "x": {"y": [1, -2.5e3, null]}}"#,
                #"["\u00e9\ud83d\ude00\n\/\\\"", 0, -0.0, 1E+2, {}, [], {"": ""}]"#, "{}", "[]", "0", "\"\"",
            ], words: Self.jsonWords)
        let limits = JSONText.Limits(depth: 8, values: 200)
        await fuzzer.run { bytes, _ in
            guard let value = try? JSONText.parse(bytes, limits: limits) else { return true }
            let measure = Self.measure(value)
            guard measure.depth <= 8, measure.values <= 200 else { return false }
            // Written again it reads the same.
            guard (try? JSONText.parse(Array(Self.written(value).utf8), limits: limits)) == value else { return false }
            // Foundation takes all of it but numbers that no machine has.
            let isPlain =
                !bytes.contains(UInt8(ascii: "e")) && !bytes.contains(UInt8(ascii: "E")) && measure.digits < 16
            guard isPlain else { return true }
            return (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) != nil
        }
    }

    private static func measure(_ value: JSONValue) -> (depth: Int, values: Int, digits: Int) {
        let inner: [JSONValue] =
            switch value {
            case .array(let values): values
            case .object(let members): Array(members.values)
            default: []
            }
        var digits = 0
        if case .number(let number) = value { digits = number.count }
        let measures = inner.map(measure)
        return (
            inner.isEmpty ? 0 : 1 + (measures.map(\.depth).max() ?? 0), 1 + measures.map(\.values).reduce(0, +),
            max(digits, measures.map(\.digits).max() ?? 0)
        )
    }

    private static func written(_ value: JSONValue) -> String {
        switch value {
        case .null: return "null"
        case .bool(let flag): return flag ? "true" : "false"
        case .number(let number): return number
        case .string(let text):
            let escaped = text.unicodeScalars.map { scalar in
                scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
                    ? "\\u" + String(repeating: "0", count: 4 - String(scalar.value, radix: 16).count)
                        + String(scalar.value, radix: 16) : String(Character(scalar))
            }
            return "\"\(escaped.joined())\""
        case .array(let values): return "[\(values.map(written).joined(separator: ","))]"
        case .object(let members):
            return "{\(members.map { "\(written(.string($0)) ):\(written($1))" }.joined(separator: ","))}"
        }
    }

    @Test func `a submission is read, or refused with pointers, and what is taken survives sealing`() async throws {
        let lists = try CodeLists.bundled()
        var fuzzer = Fuzzer(
            [
                #"{"narrative": "n", "cooperation": "c", "unEntities": ["HRC"], "happened": "2025-01", "language": "fa"}"#,
                PublicDoorUnderTest.item("7d9f1c1e-6d0b-4f43-9a55-0a8d1f3b2c11"),
            ],
            words: Self.jsonWords + SubmissionFields.all.keys.sorted().map { "\"\($0)\": " } + [
                "\\u0000", "\\u202e", "\u{FFFE}", "\u{E000}", "HRC", "CLIENT", "\"consent\": {", "=1+1", "<script>",
            ])
        let receipt = SubmissionDraft.Receipt(
            channel: "WEB_FORM", receivedAt: Date(timeIntervalSince1970: 1_800_000_000), mailboxID: MailboxID(UUID()),
            mailboxKey: KeyBytes([7]))
        try await fuzzer.run(2000) { bytes, _ in
            let sent: SentSubmission
            do throws(PointedError) { sent = try SubmissionReader.read(bytes) } catch {
                return error.pointer.isEmpty || error.pointer.hasPrefix("/")
            }
            let rules = sent.draft.errors(lists: lists, now: receipt.receivedAt)
            let consent = PartnerConsentRule.errors(sent.draft, consent: sent.consent, now: receipt.receivedAt)
            let pointers = (rules + consent).map { PointedError($0).pointer } + sent.errors.map(\.pointer)
            guard pointers.allSatisfy({ $0.hasPrefix("/") && $0.utf8.count < 2000 }) else { return false }
            guard let content = sent.draft.content(receipt, lists: lists) else { return !rules.isEmpty }
            let json = try content.json()
            return try EventCoding.decode(SubmissionContent.self, from: json) == content
                && json == EventCoding.encode(content)
        }
    }

    @Test func `lines are the same however they were cut, and none is longer than it may be`() async {
        var fuzzer = Fuzzer(
            ["a\nbb\r\n\n  \nccc", "\n", "\r\n\r", "{\"a\": 1}\n{\"b\": 2}\n"],
            words: ["\n", "\r", "\r\n", " ", "0123456789", "\u{0}", "é"])
        await fuzzer.run { bytes, random in
            let whole = Self.lines([bytes])
            guard whole == Self.lines(Fuzzer.pieces(bytes, &random)) else { return false }
            let expected = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).compactMap {
                line -> NDJSONLines.Line? in
                let plain = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
                guard plain.count <= 24 else { return .tooLong }
                return plain.allSatisfy { [0x20, 0x09, 0x0D].contains($0) } ? nil : .item(Array(plain))
            }
            return whole == expected
        }
    }

    private static func lines(_ pieces: [[UInt8]]) -> [NDJSONLines.Line] {
        var splitter = NDJSONLines(limit: 24)
        var lines: [NDJSONLines.Line] = []
        for piece in pieces {
            splitter.feed(piece)
            while let line = splitter.next() { lines.append(line) }
        }
        splitter.end()
        while let line = splitter.next() { lines.append(line) }
        return lines
    }

    @Test func `a date is one of the calendar, and reads itself`() async {
        var fuzzer = Fuzzer(
            ["2026-03-05", "2026.3.5", "٢٠٢٦-٠٣", "２０２６／０３／０５", " 1999 ", "2024-02-29"],
            words: ["-", ".", "/", "\u{2010}", "0", "13", "31", "٣", "\u{200F}", "99999999999999999999", "²", "½", "一"])
        await fuzzer.run { bytes, _ in
            guard let date = ReportedDate(typed: String(decoding: bytes, as: UTF8.self)) else { return true }
            let isShaped = date.text.wholeMatch(of: /(19|[2-9][0-9])[0-9]{2}(-[0-9]{2}){0,2}/) != nil
            _ = date.liesAfter(.now)
            return isShaped && ReportedDate(typed: date.text) == date
        }
    }

    @Test func `a code is read as itself, and never as another`() async throws {
        let code = try #require(ReceiptCode(randomBytes: Array(repeating: 0x5A, count: ReceiptCode.randomByteCount)))
        var fuzzer = Fuzzer(
            [code.printed, code.printed.lowercased(), code.printed.replacing("-", with: " ")],
            words: ["-", " ", "O", "I", "l", "*", "٠", "Ａ", "\u{200F}", "\u{301}", "U"])
        try await fuzzer.run { bytes, random in
            let typed = String(decoding: bytes, as: UTF8.self)
            _ = code.appears(in: typed)
            guard let read = try? ReceiptCode(parsing: typed) else { return true }
            // One wrong character is always found.
            var printed = Array(read.printed)
            let place = Int.random(in: 0..<printed.count, using: &random)
            let other = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ").randomElement(using: &random) ?? "0"
            let changed = printed[place] != other && printed[place] != "-"
            printed[place] = other
            let isFound = !changed || (try? ReceiptCode(parsing: String(printed))) == nil
            return try isFound && ReceiptCode(parsing: read.printed) == read && read.appears(in: typed)
        }
    }

    @Test func `a token is read as itself or not at all`() async {
        var fuzzer = Fuzzer(
            ["amparo_" + String(repeating: "a7", count: 32), "amparo_", "Bearer"],
            words: ["amparo_", "a", "F", "0", "é", "\u{0}", "-"])
        await fuzzer.run(1000) { bytes, _ in
            let text = String(decoding: bytes, as: UTF8.self)
            let token = PartnerToken(parsing: text)
            let base = Base64URL.decode(text)
            return (token == nil || token?.printed == text.lowercased()) && (base.map(Base64URL.encode) ?? text) == text
        }
    }
}
