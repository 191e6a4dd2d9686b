import CaseModel
import Web

/// What a case may be called while it stands where it does (DOMAIN.md C.1): until it is assessed, everything in it is an
/// allegation, and even above that it was reported, not proven.
enum CaseWording {
    /// - Parameter decided: What was decided; nil while nobody has.
    static func phrase(_ decided: VerificationStatus?) -> Phrase {
        switch decided {
        case nil, .v0, .v1: Phrase("wording.allegation")
        case .v2: Phrase("wording.credible_allegation")
        case .v3: Phrase("wording.corroborated_report")
        case .v4: Phrase("wording.reasonable_grounds")
        case .v5: Phrase("wording.contested_allegation")
        case .v6: Phrase("wording.refuted_allegation")
        }
    }
}
