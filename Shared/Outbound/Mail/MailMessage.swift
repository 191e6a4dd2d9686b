import Foundation

/// A mail as it goes over the wire: RFC 5322 header and MIME text, lines of at most 78 bytes ending in CR LF.
package enum MailMessage {
    /// Fails where the subject holds a line break or another control: nothing typed may begin a header.
    package static func bytes(of mail: Mail, from sender: MailAddress) throws(MailError) -> [UInt8] {
        guard !mail.subject.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw MailError(.unfitSubject)
        }
        // Each encoding ends the last line itself.
        let unified = mail.body.replacing("\r\n", with: "\n")
        let body = unified.hasSuffix("\n") ? String(unified.dropLast()) : unified
        let isMostlyASCII = body.utf8.count { $0 >= 0x80 } * 4 < body.utf8.count
        let encoding = isMostlyASCII ? "quoted-printable" : "base64"
        let lines = [
            "Date: \(mail.date.formatted(dateStyle))",
            "From: <\(sender.text)>",
            "To: <\(mail.recipient.text)>",
            "Subject: \(EncodedWord.header(mail.subject, column: 9))",
            "Message-ID: <\(mail.id.uuidString.lowercased())@\(sender.domain)>",
            // Nobody's out-of-office notice shall come back.
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: \(encoding)",
            "",
            isMostlyASCII ? QuotedPrintable.encode(body) : base64(body),
        ]
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    private static let dateStyle = Date.VerbatimFormatStyle(
        format: """
            \(weekday: .abbreviated), \(day: .twoDigits) \(month: .abbreviated) \(year: .padded(4)) \
            \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\
            \(second: .twoDigits) +0000
            """,
        locale: Locale(identifier: "en_US_POSIX"), timeZone: .gmt, calendar: Calendar(identifier: .gregorian))

    private static func base64(_ text: String) -> String {
        let data = Data((text.replacing("\n", with: "\r\n") + "\r\n").utf8)
        let options: Data.Base64EncodingOptions = [
            .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
        ]
        return data.base64EncodedString(options: options) + "\r\n"
    }
}
