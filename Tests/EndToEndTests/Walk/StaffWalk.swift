import Accounts
import Foundation
import HTTP
import Synchronization
import TestSupport
import Vault

/// Somebody of the demonstration's staff at the staff door: signed in once per stack, since no second-factor code is taken
/// twice.
struct StaffWalk {
    struct Refused: Error, CustomStringConvertible {
        let description: String
    }

    let stack: Stack
    var client: HTTPClient

    static func signIn(_ login: String, to stack: Stack) async throws -> StaffWalk {
        if let client = stack.people.withLock({ $0[login] }) { return StaffWalk(stack: stack, client: client) }
        var client = stack.client(of: .verification)
        let door = try await client.get("/account/sign-in?next=/desk")
        let second = try await client.follow(
            try await client.submit(
                door, to: "/account/sign-in", ["name": login, "password": "shelter demonstration only"]))
        let secret = Array(SHA256.hash(Array("demonstration.\(login)".utf8)).prefix(20))
        let code = try OneTimePassword(secret: secret).code(at: .now)
        let entered = try await client.submit(second, to: "/account/code", ["code": code])
        guard entered.status == 303 else { throw Refused(description: "\(entered.status): \(entered.text)") }
        stack.people.withLock { $0[login] = client }
        return StaffWalk(stack: stack, client: client)
    }

    /// A page of any of the staff services, with the same cookie, as the proxy in front hands it on.
    func page(_ path: String, of service: Stack.Service = .verification) async throws -> HTTPAnswer {
        var other = stack.client(of: service)
        let cookies = client.cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        return try await other.get(path, headers: ["Cookie": cookies])
    }

    /// The submissions that wait on the desk.
    func waiting() async throws -> [String] {
        HTMLText.links("/desk/submissions/", in: try await page("/desk").text)
    }

    /// Opens a case from a submission and returns its page's address.
    mutating func openCase(from submission: String) async throws -> String {
        let page = try await client.get("/desk/submissions/\(submission)")
        let answer = try await client.submit(
            page, to: "/case",
            [
                "urgency": "U2", "urgency_reason": stack.markers.plant("reason of an urgency"),
                "act": try HTMLChoice.first("act", in: page.text),
                "un_entity": "HRC", "state": "BRA",
            ])
        guard answer.status == 303, let address = answer.headers["Location"] else {
            throw Refused(description: "\(answer.status): \(answer.text.suffix(3_000))")
        }
        return address
    }

    /// Records one finding with a marker in its note.
    mutating func recordFinding(on address: String) async throws -> String {
        let note = stack.markers.plant("note of a finding")
        let page = try await client.get("\(address)/findings")
        let answer = try await client.submit(
            page, to: "/findings",
            [
                "source_ref": stack.markers.plant("name of a source"),
                "source_type": try HTMLChoice.first("source_type", in: page.text), "reliability": "B",
                "credibility": "2", "independence_group": stack.markers.plant("group"), "supports": "ACT",
                "note": note,
            ])
        guard answer.status == 303 else { throw Refused(description: "\(answer.status): \(answer.text.suffix(3_000))") }
        return note
    }

    /// Decides the case and returns the answer to the source.
    mutating func decide(on address: String) async throws -> String {
        let text = "We have verified what you told us. \(stack.markers.plant("answer"))"
        let page = try await client.get("\(address)/findings")
        let answer = try await client.submit(
            page, to: "/decision",
            [
                "status": "V2_CREDIBLE", "nexus": try HTMLChoice.first("nexus", in: page.text),
                "reason": stack.markers.plant("reason"), "answer": text,
            ])
        guard answer.status == 303 else { throw Refused(description: "\(answer.status): \(answer.text.suffix(3_000))") }
        return text
    }

    /// What Reporting shows.
    func figures() async throws -> [String: Int] {
        let page = try await page("/figures", of: .reporting)
        guard page.status == 200 else { throw Refused(description: "\(page.status): \(page.text.suffix(3_000))") }
        return ["cases", "decided", "findings"].reduce(into: [:]) { figures, name in
            figures[name] = HTMLText.text(of: "figure-\(name)", in: page.text).flatMap { Int($0) } ?? 0
        }
    }
}

/// What can be chosen in a field.
enum HTMLChoice {
    /// The first value that is not empty, of a select or of radio buttons.
    static func first(_ name: String, in page: String) throws -> String {
        let pieces = page.components(separatedBy: "name=\"\(name)\"")
        for piece in pieces.dropFirst() {
            for value in piece.components(separatedBy: "value=\"").dropFirst() {
                let text = value.components(separatedBy: "\"")[0]
                if !text.isEmpty { return HTMLText.plain(text) }
            }
        }
        throw HTMLForm.Missing(description: "nothing to choose for \(name)")
    }
}
