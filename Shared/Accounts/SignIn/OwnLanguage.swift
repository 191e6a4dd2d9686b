import Foundation
import Postgres
import Web

extension SignIn {
    /// Changes the language of somebody's pages.
    func setLanguage(_ language: Language, of staff: UUID) async throws {
        try await database.execute(SignInQueries.setLanguage(language.code, of: staff))
    }
}
