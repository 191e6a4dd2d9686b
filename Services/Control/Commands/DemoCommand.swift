import Accounts
import CaseModel
import Foundation
import ServiceRuntime
import Vault
import Web

/// `amparo demo`: people to sign in as. Only where AMPARO_DEMONSTRATION is true.
enum DemoCommand {
    static let demo = Command(
        name: "demo", parameters: "", summary: "Add the demonstration's people and print how to sign in."
    ) { words, context in
        try words.allow()
        guard try context.settings.flag("AMPARO_DEMONSTRATION", default: false) else {
            throw StartFailure("This is not a demonstration (AMPARO_DEMONSTRATION).", code: "not-a-demonstration")
        }
        let files = KeyFiles(directory: try context.settings.path("AMPARO_KEYS"))
        let key = try files.sealingPublicKey(of: .verification)
        try await context.withDatabase { database in
            let store = AccountsStore(database: database)
            let known = Set(try await store.list().map(\.loginName))
            for person in people where !known.contains(person.loginName) {
                _ = try await store.add(person, now: .now)
                try await store.complete(
                    person.loginName, password: password,
                    secondFactor: OneTimePassword(secret: secret(of: person.loginName)), sealedFor: key)
            }
        }
        try await FocalPointCommands.store(email: "focal.point@example.org", name: "Focal point", context)
        Terminal.print("Password of all of them: \(password)")
        for person in people {
            let secret = OneTimePassword(secret: secret(of: person.loginName)).text
            Terminal.print("\(person.loginName)\t\(person.name)\tsecond factor: \(secret)")
        }
    }

    /// Known to everybody who reads this: a demonstration protects nobody.
    static let password = "shelter demonstration only"

    static func secret(of login: String) -> [UInt8] {
        Array(SHA256.hash(Array("demonstration.\(login)".utf8)).prefix(20))
    }

    static let people = [
        NewStaff(
            loginName: "officer", name: "Case officer", roles: [.caseOfficer, .intakeOfficer],
            compartments: [.headquarters]),
        NewStaff(
            loginName: "focal", name: "Focal point", roles: [.focalPoint, .deskOfficer], compartments: [.headquarters]),
        NewStaff(
            loginName: "officer-ar", name: "موظفة الملفات", language: .arabic, roles: [.caseOfficer, .intakeOfficer],
            compartments: [.headquarters]),
        NewStaff(loginName: "editor", name: "Report editor", roles: [.reportEditor], compartments: [.headquarters]),
        NewStaff(loginName: "auditor", name: "Auditor", roles: [.auditor], compartments: []),
    ]
}
