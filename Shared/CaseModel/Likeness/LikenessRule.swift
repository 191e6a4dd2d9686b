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
        /// What many people share: a given name, a family name alone.
        case partOfName = "part_of_name"
        case sameDay = "same_day"
        case sameState = "same_state"
        case sameEntity = "same_entity"
        case sameEvent = "same_event"
        case samePlace = "same_place"
        case sameAct = "same_act"
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
        let name = nameInCommon(one, other)
        switch name {
        case .full, .words: reasons.append(.sameNames)
        case .initial, .word, .wordsOfNames: reasons.append(.sameName)
        case .part: reasons.append(.partOfName)
        case nil: break
        }
        if !one.days.isDisjoint(with: other.days) { reasons.append(.sameDay) }
        if let state = one.state, state == other.state { reasons.append(.sameState) }
        if !one.entities.isDisjoint(with: other.entities) { reasons.append(.sameEntity) }
        if let event = one.event, event == other.event { reasons.append(.sameEvent) }
        if isSamePlace(one, other) { reasons.append(.samePlace) }
        if !one.acts.isDisjoint(with: other.acts) { reasons.append(.sameAct) }
        guard isEnough(Set(reasons), name), !isFormLetter(one, other, text: text, name) else { return nil }
        let weight = reasons.reduce(0) { $0 + weights[$1, default: 0] }
        return Proposal(score: min(1, weight), reasons: reasons)
    }

    /// Whether much the same words tell of something else: of other days, or of other people. A copy that differs in hardly a
    /// word is one all the same.
    private static func isFormLetter(
        _ one: LikenessFeatures, _ other: LikenessFeatures, text: Double, _ name: Name?
    ) -> Bool {
        guard text >= similar, text < nearlyAll else { return false }
        let otherDays = !one.days.isEmpty && !other.days.isEmpty && one.days.isDisjoint(with: other.days)
        let otherPeople = name == nil && !one.names.full.isEmpty && !other.names.full.isEmpty
        return otherPeople || otherDays && name != .full
    }

    /// As like as this, two texts differ in no more than a word or a sign.
    private static let nearlyAll = 0.9

    // MARK: Names

    /// How much of a name two texts have in common.
    private enum Name {
        case full, initial, words, word, part
        /// Of a longer name in both, which differ otherwise.
        case wordsOfNames
    }

    private static func nameInCommon(_ one: LikenessFeatures, _ other: LikenessFeatures) -> Name? {
        if isFull(one.names, other.names) { return .full }
        // Where it happened is nobody's name.
        let places = one.places.union(other.places)
        var (first, second) = (one.names, other.names)
        first.subtract(places)
        second.subtract(places)
        let (initials, others) = (first.initials, second.initials)
        if !initials.isDisjoint(with: others.union(second.variants)) || !others.isDisjoint(with: first.variants) {
            return .initial
        }
        let (words, all) = (first.words.union(first.inside), second.words.union(second.inside))
        let shared = words.intersection(all.union(second.variants).union(second.uncased))
            .union(all.intersection(first.variants.union(first.uncased)))
        if shared.contains(where: { first.words.contains($0) || second.words.contains($0) }) {
            return shared.count >= 2 ? .words : .word
        }
        if !shared.isEmpty { return .wordsOfNames }
        if !first.uncased.isDisjoint(with: second.uncased) { return .word }
        let isPartial =
            !first.partial.isDisjoint(with: second.partial.union(second.variants))
            || !second.partial.isDisjoint(with: first.variants)
        return isPartial ? .part : nil
    }

    /// Whether both name somebody in full.
    private static func isFull(_ one: LikenessFeatures.Names, _ other: LikenessFeatures.Names) -> Bool {
        !one.full.isDisjoint(with: other.full) || !one.full.isDisjoint(with: other.variants)
            || !one.full.isDisjoint(with: other.uncased) || !other.full.isDisjoint(with: one.variants)
            || !other.full.isDisjoint(with: one.uncased) || !one.variants.isDisjoint(with: other.uncased)
            || !other.variants.isDisjoint(with: one.uncased)
    }

    /// Whether the form of both says so, or the form of one what the text of the other names.
    private static func isSamePlace(_ one: LikenessFeatures, _ other: LikenessFeatures) -> Bool {
        if !one.places.isDisjoint(with: other.places) { return true }
        return names(of: one.places, in: other) || names(of: other.places, in: one)
    }

    private static func names(of places: Set<UInt64>, in other: LikenessFeatures) -> Bool {
        !places.isEmpty && other.names.groups.contains { !$0.isDisjoint(with: places) }
    }

    /// Copies speak for themselves; somebody's full name needs one more thing; an initial, two; words that may be names, a day or
    /// a place to go with them; part of a name, the place and what happened.
    private static func isEnough(_ reasons: Set<Reason>, _ name: Name?) -> Bool {
        if reasons.contains(.sameText) { return true }
        let around: Set<Reason> = [.sameDay, .sameState, .sameEntity, .sameEvent, .samePlace]
        let agreeing = reasons.intersection(around).count
        if reasons.contains(.similarText), agreeing >= 1 { return true }
        let isSameAct = reasons.contains(.sameAct) && !reasons.isDisjoint(with: [.sameEntity, .sameEvent])
        let isPlaced = reasons.contains(.samePlace) && (reasons.contains(.sameDay) || isSameAct)
        switch name {
        case .full: return agreeing >= 1
        case .initial: return agreeing >= 2
        case .words, .word: return isPlaced || (reasons.contains(.sameDay) && agreeing >= 2)
        case .wordsOfNames: return reasons.contains(.sameDay) && agreeing >= 2
        case .part: return isPlaced
        case nil: return false
        }
    }

    private static let weights: [Reason: Double] = [
        .sameText: 0.7, .similarText: 0.35, .sameNames: 0.4, .sameName: 0.25, .partOfName: 0.1, .sameDay: 0.2,
        .sameState: 0.1, .sameEntity: 0.1, .sameEvent: 0.1, .samePlace: 0.15, .sameAct: 0.05,
    ]

    /// Encodings of the words in the code lists' labels and the States' names, in all languages: "United Nations" is
    /// nobody's name.
    package static func commonEncodings(lists: CodeLists) -> Set<String> {
        var common: Set<String> = []
        func add(_ text: String) { common.formUnion(NameEncoding.common(text)) }
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
        "Geneva Geneve Ginebra Женева Женеве Женевы جنيف New York Nueva Нью-Йорк Йорке Йорка نيويورك Vienna Nairobi Hague",
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mister Mrs Madam Doctor Special Rapporteur Please They",
        "January February March April June July August September October November December There Their This That These",
        "When Where Which While After Before During Because From With Without Within Since Then Have Were What Some",
        "Source Signed Internet Government Minister Ministry Police Court Judge Prosecutor President Security Council",
        "Exigimos Firmado Ciudadania Senor Senora Despues Antes Durante Cuando Desde Hasta Porque Para Estos Todos",
        "The And But She Her His Him They You Our Not All Two One Has Had Was Who How Why Now Yet May Can Any Nor Our Its",
        "Los Las Del Una Uno Que Por Con Sin Sus Mis Son Era Fue Hoy Soy Muy Mas Dos Tres Ayer Este Esta Ella Ellos Como",
        "Les Des Une Aux Par Sur Qui Que Ses Mes Nos Vos Son Elle Ils Est Ont Pas Ces Ici Hier Deux Trois Mon Leur Puis",
        "Monsieur Madame Apres Avant Pendant Lorsque Depuis Selon Notre Votre Cette Leurs Nous Vous Elles Dans Avec",
        "Меня После Перед Когда Потому Также Этого Против Согласна Согласен Суд Министерство Полиция Прокуратура",
        "اسمي اخي ابي والدتي امي زوجي ابني منزلنا البيت امام فجر يوم شهر سنه بعد قبل منذ عند حين الذي التي هذا هذه",
        "ذلك تلك كانت كان يكون نحن نوافق لانه قابل مندوب المقرر الخاص اعتقلوا اعتقل رجال سياره سيارتين جهه مجهوله",
        "وهو وفي ولا وقد عليه عليها عنه منه فيه لها معه جهاز الامن الحكومه الشرطه النيابه المحكمه القاضي السجن",
    ]
}
