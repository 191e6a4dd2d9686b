import Accounts
import Foundation
import TestSupport
import Testing
import Web

@Suite struct SecondFactorTests {
    let rfc = OneTimePassword(secret: Array("12345678901234567890".utf8))

    @Test(arguments: [
        (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
        (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
    ])
    func `the codes are those of RFC 6238`(_ seconds: Int, _ code: String) throws {
        let time = Date(timeIntervalSince1970: TimeInterval(seconds))
        #expect(try rfc.code(at: time, digits: 8) == code)
        #expect(try rfc.code(at: time) == code.suffix(6))
    }

    @Test(arguments: [(-61, false), (-30, true), (0, true), (29, true), (31, true), (90, false)])
    func `a clock may be half a minute off`(_ offset: Int, _ accepted: Bool) throws {
        let time = Date(timeIntervalSince1970: 1_800_000_000)
        let code = try rfc.code(at: time.addingTimeInterval(TimeInterval(offset)))
        #expect((try rfc.acceptedStep(code, at: time, after: 0) != nil) == accepted)
    }

    @Test func `a step that was taken, and those before it, are not taken again`() throws {
        let time = Date(timeIntervalSince1970: 1_800_000_000)
        let step = OneTimePassword.step(at: time)
        let code = try rfc.code(at: time)
        #expect(try rfc.acceptedStep(code, at: time, after: step - 1) == step)
        #expect(try rfc.acceptedStep(code, at: time, after: step) == nil)
        #expect(try rfc.acceptedStep("\(code.prefix(3)) \(code.suffix(3))", at: time, after: 0) == step)
        for wrong in ["", "1", "12345", "1234567", "abcdef", "\u{0}"] {
            #expect(try rfc.acceptedStep(wrong, at: time, after: 0) == nil)
        }
    }

    @Test(arguments: [("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("foobar", "MZXW6YTBOI")])
    func `the secret is written in Base32`(_ bytes: String, _ text: String) {
        #expect(OneTimePassword(secret: Array(bytes.utf8)).text == text)
    }

    @Test func `the address says what an app must know`() {
        #expect(
            rfc.address(for: "amina@un") == "otpauth://totp/Amparo:amina%40un?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                + "&issuer=Amparo&algorithm=SHA1&digits=6&period=30")
    }

    @Test func `the drawing has the squares of the code, its three corners and the quiet zone`() throws {
        let code = try QRCode(rfc.address(for: "amina"))
        #expect(code.side >= 21 && (code.side - 17) % 4 == 0)
        for (top, left) in [(0, 0), (0, code.side - 7), (code.side - 7, 0)] {
            for index in 0..<7 {
                #expect(code.isDark(row: top, column: left + index) && code.isDark(row: top + 6, column: left + index))
                #expect(code.isDark(row: top + 3, column: left + index) == (index != 1 && index != 5))
            }
        }
        let markup = code.drawing(label: "a \"label\"").markup
        #expect(markup.contains("viewBox=\"0 0 \(code.side + 8) \(code.side + 8)\""))
        #expect(markup.contains("aria-label=\"a &quot;label&quot;\""))
        var dark = 0
        for row in 0..<code.side {
            for column in 0..<code.side where code.isDark(row: row, column: column) { dark += 1 }
        }
        let drawn = markup.matches(of: /h(\d+)v1/).reduce(0) { $0 + (Int($1.1) ?? 0) }
        #expect(drawn == dark)
    }

    @Test func `the catalogues agree with each other and with the sources`() throws {
        for problem in try PhraseCheck("Accounts", folder: "Shared/Accounts").problems() { Issue.record("\(problem)") }
    }
}
