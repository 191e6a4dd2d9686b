import Accounts
import CaseModel
import Foundation
import ServiceRuntime
import Web

/// `amparo staff …`: who may come in at the staff door.
enum StaffCommands {
    static let all = [add, list, disable, reset]

    static let add = Command(
        name: "staff add",
        parameters: "LOGIN --name NAME --roles CASE_OFFICER,… [--compartments OHCHR_HQ,…] [--language en]",
        summary: "Add somebody and print the one-time set-up code to hand over."
    ) { words, context in
        try words.allow("name", "roles", "compartments", "language")
        let login = try words.arguments(after: 2, 1...1)[0]
        let new = NewStaff(
            loginName: login, name: try words.required("name"), language: try .named(words.option("language")),
            roles: Set(try words.list("roles").map(role)), compartments: Set(try compartments(words)))
        let added = try await context.withDatabase { database in
            try await AccountsStore(database: database).add(new, now: .now)
        }
        Terminal.print("Set-up code, for seven days: \(added.setUpCode)")
    }

    static let list = Command(name: "staff list", parameters: "", summary: "List who may come in.") { words, context in
        try words.allow()
        let staff = try await context.withDatabase { try await AccountsStore(database: $0).list() }
        for one in staff {
            let state = one.isDisabled ? "disabled" : one.isSetUp ? "active" : "not set up"
            let roles = one.roles.map(\.rawValue).sorted().joined(separator: ",")
            Terminal.print("\(one.loginName)\t\(state)\t\(roles)\t\(one.name)")
        }
    }

    static let disable = Command(
        name: "staff disable", parameters: "LOGIN", summary: "Take all access away at once."
    ) { words, context in
        try words.allow()
        let login = try words.arguments(after: 2, 1...1)[0]
        try await context.withDatabase { try await AccountsStore(database: $0).disable(login, now: .now) }
        Terminal.print("Done.")
    }

    static let reset = Command(
        name: "staff reset", parameters: "LOGIN",
        summary: "Take password and second factor away, and print a new set-up code."
    ) { words, context in
        try words.allow()
        let login = try words.arguments(after: 2, 1...1)[0]
        let code = try await context.withDatabase {
            try await AccountsStore(database: $0).resetSecondFactor(login, now: .now)
        }
        Terminal.print("Set-up code, for seven days: \(code)")
    }

    private static func role(_ code: String) throws(UsageError) -> Role {
        guard let role = Role(rawValue: code) else { throw UsageError("There is no role \(code).") }
        return role
    }

    private static func compartments(_ words: CommandLineWords) throws(UsageError) -> [Compartment] {
        let codes = words.list("compartments")
        var compartments: [Compartment] = []
        for code in codes.isEmpty ? [Compartment.headquarters.code] : codes {
            guard let compartment = Compartment(code) else { throw UsageError("\(code) is no compartment's code.") }
            compartments.append(compartment)
        }
        return compartments
    }
}

extension Language {
    /// The language that an operator named; English where none was.
    static func named(_ code: String?) throws(UsageError) -> Language {
        guard let language = Language(rawValue: code ?? "en") else {
            throw UsageError("The languages are ar, zh, en, fr, ru and es.")
        }
        return language
    }
}
