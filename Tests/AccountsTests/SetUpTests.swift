import Accounts
import CaseModel
import Foundation
import Testing

@Suite struct SetUpTests {
    func added(_ house: House) async throws -> String {
        try await house.store.add(
            NewStaff(loginName: "amina", name: "Amina", roles: [.caseOfficer], compartments: [.headquarters]),
            now: house.now
        ).setUpCode
    }

    @Test func `a set-up code leads through password and app to recovery codes and the desk`() async throws {
        let house = try await House()
        let code = try await added(house)
        let browser = Browser(house)
        _ = try await browser.get("/account/set-up")
        let taken = try await browser.post("/account/set-up", ["name": "amina", "set-up-code": code.lowercased()])
        #expect(taken.location == "/account/set-up/finish")
        let page = try await browser.get("/account/set-up/finish")
        #expect(page.text.contains("<svg viewBox="))
        let secret = try #require(page.text.firstMatch(of: /<code>([A-Z2-7 ]+)<\/code>/)).1.filter { $0 != " " }
        let factor = OneTimePassword(secret: try #require(Base32.decode(String(secret))))
        let wrong = try await browser.post(
            "/account/set-up/finish", ["new-password": "short", "repeated": "short", "code": "1"])
        #expect(wrong.status == 422)
        #expect(wrong.text.contains("at least 12 characters"))
        let done = try await browser.post(
            "/account/set-up/finish",
            [
                "new-password": "correct horse battery", "repeated": "correct horse battery",
                "code": try factor.code(at: house.now),
            ])
        #expect(done.status == 200)
        #expect(done.text.matches(of: /[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/).count == 10)
        #expect(try await browser.get(SignInTests.case1).status == 200)
        house.pass(30)
        #expect(try await Browser(house).signIn(factor).status == 303)
        #expect(house.events.prefix(3).map(\.kind) == [.setUpBegun, .setUp, .read])
    }

    @Test func `a set-up code works once, for a week, and with its name only`() async throws {
        let house = try await House()
        let code = try await added(house)
        for (name, typed) in [("amina", "AAAA-BBBB-CCCC-DDDD"), ("nobody", code), ("amina", "")] {
            guard case .refused = try await house.signIn.beginSetUp(name: name, code: typed, now: house.now) else {
                Issue.record("\(name) \(typed)")
                continue
            }
        }
        house.pass(AccountsStore.setUpCodeLifetime)
        guard case .refused = try await house.signIn.beginSetUp(name: "amina", code: code, now: house.now) else {
            Issue.record("an old code was taken")
            return
        }
    }

    @Test func `a reset takes the old factors away and ends the sessions`() async throws {
        let house = try await House()
        let factor = try await house.addPerson()
        let browser = Browser(house)
        _ = try await browser.signIn(factor)
        let code = try await house.store.resetSecondFactor("amina", now: house.now)
        #expect(try await browser.get(SignInTests.case1).status == 303)
        let outcome = try await house.signIn.begin(name: "amina", password: "correct horse battery", now: house.now)
        guard case .refused = outcome else {
            Issue.record("the old password was taken")
            return
        }
        guard case .accepted = try await house.signIn.beginSetUp(name: "amina", code: code, now: house.now) else {
            Issue.record("the new code was refused")
            return
        }
    }

    @Test(
        arguments: [
            ("short", PasswordRule.Problem.tooShort), ("aaaaaaaaaaaaaaaa", .tooPlain), ("my name is amina", .tooPlain),
            (String(repeating: "abcdefgh", count: 30), .tooLong), ("correct horse battery", nil),
            ("جواد جميل في الحقل", nil),
        ] as [(String, PasswordRule.Problem?)])
    func `a password must be long and not plain`(_ password: String, _ problem: PasswordRule.Problem?) {
        #expect(PasswordRule.problem(password, loginName: "amina") == problem)
    }
}

/// Reads what a person would type into an app.
private enum Base32 {
    static func decode(_ text: String) -> [UInt8]? {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var bits = ""
        for letter in text {
            guard let value = alphabet.firstIndex(of: letter) else { return nil }
            let digits = String(value, radix: 2)
            bits += String(repeating: "0", count: 5 - digits.count) + digits
        }
        let digits = Array(bits)
        return stride(from: 0, to: digits.count - 7, by: 8).compactMap { UInt8(String(digits[$0..<$0 + 8]), radix: 2) }
    }
}
