package import CaseModel
package import Foundation
package import Web

/// Somebody who is signed in, as a handler sees them.
package struct Staff: Sendable, Equatable {
    package let id: UUID
    package let loginName: String
    package let name: String
    package let roles: Set<Role>
    package let compartments: Set<Compartment>
    package let language: Language
    /// The session the request came with.
    package let session: UUID
    /// Goes into each form of this session (`FormFields.form(action:token:)`); the wrapper checks it.
    package let formToken: String

    package init(
        id: UUID, loginName: String, name: String, roles: Set<Role>, compartments: Set<Compartment>,
        language: Language, session: UUID, formToken: String
    ) {
        self.id = id
        self.loginName = loginName
        self.name = name
        self.roles = roles
        self.compartments = compartments
        self.language = language
        self.session = session
        self.formToken = formToken
    }

    package func may(_ permission: Permission) -> Bool { Permissions.standard.allows(permission, roles) }
}
