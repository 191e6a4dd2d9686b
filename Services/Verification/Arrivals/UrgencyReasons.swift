import CaseModel
import Web

/// Why a submission was given its urgency at the door: what was ticked, what was declared, which words stand in it. Found
/// again from the content, since only the class travels in clear.
struct UrgencyReasons {
    let lists: CodeLists
    let words: Words

    func html(_ urgency: Urgency, _ content: SubmissionContent) -> HTML {
        let score = content.firstUrgency(lists: lists)
        // An older rule may have given it another class: then its reasons are not known any more.
        let reasons = score.urgency == urgency ? score.reasons : []
        return .section(
            .h2(words.html(Phrase("submission.urgency", ["urgency": .text(urgency.rawValue)]))),
            reasons.isEmpty
                ? .p(words.html(Phrase("submission.urgency.other")))
                : .ul(.list(reasons.map { .li(words.html(Self.phrase($0))) })),
            .p([.class("hint")], words.html(Phrase("submission.urgency.hint"))))
    }

    private static func phrase(_ reason: UrgencyRule.Reason) -> Phrase {
        switch reason {
        case .danger(let danger): phrase(danger)
        case .actOfTier(let tier):
            tier == 1 ? Phrase("urgency.reason.tier_1") : Phrase("urgency.reason.tier_2")
        case .words(let reason): phrase(reason)
        case .standard: Phrase("urgency.reason.standard")
        }
    }

    private static func phrase(_ danger: DeclaredDanger) -> Phrase {
        switch danger {
        case .threatToLife: Phrase("urgency.reason.threat_to_life")
        case .missingSinceDays: Phrase("urgency.reason.missing")
        case .deportation: Phrase("urgency.reason.deportation")
        case .medicalEmergency: Phrase("urgency.reason.medical_emergency")
        case .withinSevenDays: Phrase("urgency.reason.within_seven_days")
        case .meetingInProgress: Phrase("urgency.reason.meeting_in_progress")
        case .lawOrPolicy: Phrase("urgency.reason.law_or_policy")
        }
    }

    private static func phrase(_ reason: UrgencyWords.Reason) -> Phrase {
        switch reason {
        case .killing: Phrase("urgency.reason.words_killing")
        case .disappearance: Phrase("urgency.reason.words_disappearance")
        case .torture: Phrase("urgency.reason.words_torture")
        case .deportation: Phrase("urgency.reason.words_deportation")
        case .medical: Phrase("urgency.reason.words_medical")
        case .arrest: Phrase("urgency.reason.words_arrest")
        case .soon: Phrase("urgency.reason.words_soon")
        }
    }
}
