/// A State as the code lists know it (DOMAIN.md B.2).
package struct StateEntry: Sendable, Equatable, Decodable {
    /// ISO 3166-1 alpha-3.
    package let iso3: String
    package let iso2: String
    package let m49: String
    /// MEMBER, NON_MEMBER_OBSERVER_STATE; SYNTHETIC_TEST for an invented one.
    package let status: String
    /// Electoral group: AFR, APG, EEG, GRULAC, WEOG; nil for a State that is in none.
    package let regionalGroup: String?
    /// M49 regions, the nearest first.
    package let regions: [String]
    private let names: [String: String]
    /// Names that the UN uses where they differ from ISO's.
    private let unNames: [String: String]?

    package func name(_ language: String) -> String {
        let base = String(language.prefix { $0 != "-" })
        return unNames?[base] ?? Labels.best(names, language: language) ?? iso3
    }

    private enum CodingKeys: String, CodingKey {
        case iso3, iso2, m49
        case status = "un_status"
        case regionalGroup = "regional_group"
        case regions = "m49_path"
        case names = "name"
        case unNames = "un_name"
    }
}
