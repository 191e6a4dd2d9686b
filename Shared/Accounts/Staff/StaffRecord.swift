package import CaseModel
package import Foundation
package import Web

/// Somebody who may sign in, as an operator sees them.
package struct StaffRecord: Sendable, Equatable {
    package let id: UUID
    package let loginName: String
    package let name: String
    package let language: Language
    package let roles: Set<Role>
    package let compartments: Set<Compartment>
    package let isSetUp: Bool
    package let isDisabled: Bool
}

/// Somebody to add.
package struct NewStaff: Sendable {
    package var loginName: String
    package var name: String
    package var language: Language
    package var roles: Set<Role>
    package var compartments: Set<Compartment>

    package init(
        loginName: String, name: String, language: Language = .english, roles: Set<Role>,
        compartments: Set<Compartment>
    ) {
        self.loginName = loginName
        self.name = name
        self.language = language
        self.roles = roles
        self.compartments = compartments
    }
}

/// A login name: small ASCII letters, digits and `._@-`, 64 at most. Capitals typed are taken as small letters.
package enum LoginName {
    package static func normalized(_ typed: String) -> String? {
        let name = typed.trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
        let isPlain = name.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || "._@-".utf8.contains(byte)
        }
        let beginsWell = name.utf8.first.map { !"._@-".utf8.contains($0) } ?? false
        return isPlain && beginsWell && name.utf8.count <= 64 ? name : nil
    }
}
