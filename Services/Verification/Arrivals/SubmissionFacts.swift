import CaseModel
import Web

/// What a submission says, in a readable order: labels from the code lists, what was typed kept inert, and nothing shown of
/// what nobody filled in but the few facts that an officer misses when they are not there.
struct SubmissionFacts {
    let content: SubmissionContent
    let lists: CodeLists
    let words: Words

    func html() -> HTML {
        .list(
            group(Phrase("submission.part.what"), what),
            group(Phrase("submission.part.un"), cooperation),
            group(Phrase("submission.part.whom"), whom),
            group(Phrase("submission.part.wishes"), wishes))
    }

    private var what: [HTML] {
        [
            fact(Phrase("submission.danger"), content.dangers.map { words(Self.phrase($0)) }.sorted(), isWanted: true),
            fact(Phrase("submission.acts"), labels(content.acts, "act_type")),
            fact(Phrase("submission.when"), date(content.happened), isWanted: true),
            fact(Phrase("submission.when_words"), [content.happenedInWords]),
            fact(Phrase("submission.where"), [content.place, state], isWanted: true),
            fact(Phrase("submission.where_precision"), labels([content.placePrecision], "place_precision")),
            fact(Phrase("submission.who"), [content.responsible], isWanted: true),
            fact(Phrase("submission.told_to"), [content.toldTo]),
        ]
    }

    private var cooperation: [HTML] {
        [
            fact(Phrase("submission.un_link"), [content.unLink.map { words(Self.phrase($0)) } ?? ""]),
            fact(Phrase("submission.cooperation"), [content.cooperation], isWanted: true),
            fact(Phrase("submission.body"), labels(content.unEntities, "un_entity"), isWanted: true),
            fact(Phrase("submission.activities"), labels(content.cooperationActivities, "cooperation_activity")),
            fact(Phrase("submission.limbs"), labels(content.cooperationLimbs, "cooperation_limb")),
            fact(Phrase("submission.tense"), labels([content.cooperationTense], "cooperation_tense")),
            fact(Phrase("submission.cooperated"), date(content.cooperated)),
        ]
    }

    private var whom: [HTML] {
        [
            fact(Phrase("submission.for_whom"), [content.forWhom.map { words(Self.phrase($0)) } ?? ""]),
            fact(Phrase("submission.affected"), [content.affected], isWanted: true),
            fact(Phrase("submission.basis"), [content.consent.basis.map { words(Self.phrase($0)) } ?? ""]),
            fact(Phrase("submission.proof"), [content.consent.proof]),
            fact(Phrase("submission.gender"), labels([content.person?.gender], "gender")),
            fact(Phrase("submission.age"), labels([content.person?.ageBand], "age_band")),
            fact(Phrase("submission.situations"), labels(content.person?.situations ?? [], "vulnerability")),
        ]
    }

    private var wishes: [HTML] {
        [
            fact(Phrase("submission.purposes"), labels(content.consent.purposes, "consent_purpose"), isWanted: true),
            fact(Phrase("submission.conditions"), [content.consent.conditions]),
            fact(Phrase("submission.anonymity"), content.anonymity.map { words(Self.phrase($0)) }),
            fact(Phrase("submission.contact_wish"), [words(Self.phrase(content.contactWish))]),
            fact(Phrase("submission.contact"), [content.contact], isWanted: true),
            fact(Phrase("submission.contact_times"), [content.contactTimes]),
            fact(
                Phrase("submission.check_ins"), [content.checkIns ? words(Phrase("submission.check_ins.wanted")) : ""]),
            fact(Phrase("submission.language"), [content.language]),
            fact(
                Phrase("submission.answer_language"),
                [content.answerLanguage == content.language ? "" : content.answerLanguage]),
            fact(Phrase("submission.reference"), [content.sourceReference]),
        ]
    }

    private var state: String {
        content.stateOfAct.map { lists.state($0)?.name(words.language.code) ?? $0 } ?? ""
    }

    private func labels(_ codes: [String?], _ list: String) -> [String] {
        codes.compactMap { $0 }.map { lists.label($0, in: list, words) }
    }

    private func date(_ date: ReportedDate?) -> [String] {
        guard let date else { return [] }
        guard date.precision == "DAY_APPROX" else { return [date.text] }
        return [words(Phrase("submission.about", ["date": .text(date.text)]))]
    }

    private func group(_ title: Phrase, _ facts: [HTML]) -> HTML {
        guard facts.contains(where: { !$0.isEmpty }) else { return .empty }
        return .list(.h3(words.html(title)), .dl(.list(facts)))
    }

    /// - Parameter isWanted: Whether it is said that it was not given.
    private func fact(_ label: Phrase, _ texts: [String], isWanted: Bool = false) -> HTML {
        let given = texts.filter { !$0.isEmpty }
        guard !given.isEmpty || isWanted else { return .empty }
        let value: HTML =
            switch given.count {
            case 0: .span([.class("hint")], words.html(Phrase("submission.empty")))
            case 1: given[0].contains("\n") ? .userParagraphs(given[0]) : .userText(given[0])
            default: .ul(.list(given.map { HTML.li(.userText($0)) }))
            }
        return .list(.dt(words.html(label)), .dd(value))
    }
}
