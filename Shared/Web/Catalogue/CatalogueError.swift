import ServiceRuntime

/// Why a catalogue cannot be used.
package enum CatalogueError: CodedError, Equatable {
    case notACatalogue, badPluralRule, unreadable

    package var code: String {
        switch self {
        case .notACatalogue: "phrases-not-a-catalogue"
        case .badPluralRule: "phrases-bad-plural-rule"
        case .unreadable: "phrases-unreadable"
        }
    }
}
