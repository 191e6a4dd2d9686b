import Foundation

/// Which submissions may tell of the same thing (DOMAIN.md IN-07). Proposes, with its reasons; a person confirms.
package enum LikenessRule {
    /// Why, as phrase keys `likeness.reason.…`.
    package enum Reason: String, Codable, Sendable, CaseIterable {
        /// Nearly the same words: a copy, a translation of a form letter's frame, a second sending.
        case sameText = "same_text"
        case similarText = "similar_text"
        case sameNames = "same_names"
        case sameName = "same_name"
        case sameDay = "same_day"
        case sameState = "same_state"
        case sameEntity = "same_entity"
        case sameEvent = "same_event"
    }

    package struct Proposal: Sendable, Equatable {
        /// 0 to 1, for the order in which proposals are shown.
        package let score: Double
        package let reasons: [Reason]
    }

    /// A text as like as this is a copy.
    package static let copy = 0.5
    /// As like as this speaks of the same when something else agrees.
    package static let similar = 0.2
    /// So many copies are a campaign (template flood).
    package static let campaign = 5

    /// Nil where nothing speaks for it, or the States are known and differ.
    package static func compare(_ one: LikenessFeatures, _ other: LikenessFeatures) -> Proposal? {
        let text = one.textLikeness(to: other)
        if let state = one.state, let second = other.state, state != second, text < copy { return nil }
        var reasons: [Reason] = []
        if text >= copy { reasons.append(.sameText) } else if text >= similar { reasons.append(.similarText) }
        let names = one.names.intersection(other.names).count
        if names >= 2 { reasons.append(.sameNames) } else if names == 1 { reasons.append(.sameName) }
        if !one.days.isDisjoint(with: other.days) { reasons.append(.sameDay) }
        if let state = one.state, state == other.state { reasons.append(.sameState) }
        if !one.entities.isDisjoint(with: other.entities) { reasons.append(.sameEntity) }
        if let event = one.event, event == other.event { reasons.append(.sameEvent) }
        guard isEnough(Set(reasons)) else { return nil }
        let weight = reasons.reduce(0) { $0 + weights[$1, default: 0] }
        return Proposal(score: min(1, weight), reasons: reasons)
    }

    /// Copies speak for themselves; a name needs a day or a place to go with it; two names need one more thing.
    private static func isEnough(_ reasons: Set<Reason>) -> Bool {
        if reasons.contains(.sameText) { return true }
        let around: Set<Reason> = [.sameDay, .sameState, .sameEntity, .sameEvent]
        let agreeing = reasons.intersection(around).count
        if reasons.contains(.sameNames) || reasons.contains(.similarText) { return agreeing >= 1 }
        return reasons.contains(.sameName) && reasons.contains(.sameDay) && agreeing >= 2
    }

    private static let weights: [Reason: Double] = [
        .sameText: 0.7, .similarText: 0.35, .sameNames: 0.4, .sameName: 0.25, .sameDay: 0.2, .sameState: 0.1,
        .sameEntity: 0.1, .sameEvent: 0.1,
    ]

    /// Encodings of the words in the code lists' labels and the States' names, in all languages: "United Nations" is
    /// nobody's name.
    package static func commonEncodings(lists: CodeLists) -> Set<String> {
        var common: Set<String> = []
        func add(_ text: String) {
            for word in text.split(whereSeparator: { !$0.isLetter }) {
                if let code = NameEncoding.encode(String(word)) { common.insert(code) }
            }
        }
        for name in lists.names {
            for item in (try? lists.list(name).items) ?? [] { item.labels.values.forEach(add) }
        }
        for state in lists.states(inOrderOf: "en") {
            ["ar", "en", "es", "fr", "ru", "zh"].forEach { add(state.name($0)) }
        }
        for text in commonWords { add(text) }
        return common
    }

    /// Words that begin sentences or are written with capitals, or, in Arabic, stand in every account.
    private static let commonWords = [
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mister Mrs Madam Doctor Special Rapporteur Please They",
        "January February March April June July August September October November December There Their This That These",
        "When Where Which While After Before During Because From With Without Within Since Then Have Were What Some",
        "Source Signed Internet Government Minister Ministry Police Court Judge Prosecutor President Security Council",
        "Exigimos Firmado Ciudadania Senor Senora Despues Antes Durante Cuando Desde Hasta Porque Para Estos Todos",
        "Monsieur Madame Apres Avant Pendant Lorsque Depuis Selon Notre Votre Cette Leurs Nous Vous Elles Dans Avec",
        "Меня После Перед Когда Потому Также Этого Против Согласна Согласен Суд Министерство Полиция Прокуратура",
        "اسمي اخي ابي والدتي امي زوجي ابني منزلنا البيت امام فجر يوم شهر سنه بعد قبل منذ عند حين الذي التي هذا هذه",
        "ذلك تلك كانت كان يكون نحن نوافق لانه قابل مندوب المقرر الخاص اعتقلوا اعتقل رجال سياره سيارتين جهه مجهوله",
        "وهو وفي ولا وقد عليه عليها عنه منه فيه لها معه جهاز الامن الحكومه الشرطه النيابه المحكمه القاضي السجن",
    ]
}
