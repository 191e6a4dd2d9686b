import CaseModel
import Foundation
import Outbound
import Postgres
import ServiceRuntime
import Vault
import Web

/// `amparo focal-points …`: who is told that something waits.
enum FocalPointCommands {
    static let all = [add, list]

    static let add = Command(
        name: "focal-points add", parameters: "EMAIL --name NAME [--compartment OHCHR_HQ] [--language en]",
        summary: "Add a focal point, or bring a known one up to date."
    ) { words, context in
        try words.allow("name", "compartment", "language")
        let email = try words.arguments(after: 2, 1...1)[0]
        guard MailAddress(email) != nil else { throw UsageError("That is no address that mail can be sent to.") }
        let compartment = words.option("compartment") ?? Compartment.headquarters.code
        guard Compartment(compartment) != nil else { throw UsageError("\(compartment) is no compartment's code.") }
        let name = try words.required("name")
        let language = try Language.named(words.option("language")).code
        try await store(email: email, name: name, compartment: compartment, language: language, context)
        Terminal.print("Done.")
    }

    static func store(
        email: String, name: String, compartment: String = Compartment.headquarters.code, language: String = "en",
        _ context: ControlContext
    ) async throws {
        _ = try await context.inSchema(of: .notification) { transaction in
            try await transaction.execute(
                """
                INSERT INTO focal_points (id, name, email, language, compartment)
                VALUES (\(Randomness.timelessUUID()), \(name), \(email), \(language), \(compartment))
                ON CONFLICT (email, compartment) DO UPDATE
                SET name = excluded.name, language = excluded.language, active = true
                """)
        }
    }

    static let list = Command(
        name: "focal-points list", parameters: "", summary: "List who is told that something waits."
    ) { words, context in
        try words.allow()
        let lines = try await context.inSchema(of: .notification) { transaction in
            try await transaction.query(
                "SELECT compartment, email, name, active FROM focal_points ORDER BY compartment, email"
            ).map { row in
                let state = try row.get("active", as: Bool.self) ? "active" : "inactive"
                let fields: [String] = [try row.get("compartment"), state, try row.get("email"), try row.get("name")]
                return fields.joined(separator: "\t")
            }
        }
        for line in lines { Terminal.print(line) }
    }
}
