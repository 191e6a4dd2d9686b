import CaseModel
import Foundation
import Testing

@Suite struct `Words of danger` {
    private let words: UrgencyWords

    init() throws { words = try #require(UrgencyWords.bundled) }

    typealias Reason = UrgencyWords.Reason

    /// Somebody writes this, and the first of these is among what it speaks of.
    static let urgent: [(String, Reason)] = [
        ("I received a DEATH THREAT by phone.", .killing), ("They said they would kill us.", .killing),
        ("We fear for her life", .killing), ("He will be executed", .killing),
        ("My brother was abducted by men in plain clothes.", .disappearance),
        ("She has been missing since Monday", .disappearance),
        ("They took him away in an unmarked car", .disappearance),
        ("We don’t know where he is held", .disappearance), ("He is being tortured", .torture),
        ("they beat him in the cell", .torture), ("She faces extradition", .deportation),
        ("They will deport them", .deportation), ("He is on hunger strike and dying", .medical),
        ("Ｓｕｉｃｉｄｅ", .medical), ("denied medical care", .medical),
        ("My lawyer was arrested this morning.", .arrest), ("Today, at six, the police raided our office", .arrest),
        ("The hearing is tomorrow", .soon), ("tomorrow morning she must be in court", .soon),
        ("We travel to Geneva this week", .soon),

        ("Nous avons reçu des menaces de mort", .killing), ("Ils vont le TUER", .killing),
        ("Sa vie est en danger", .killing), ("Mon frère a été enlevé", .disappearance),
        ("Nous sommes sans nouvelles d’elle", .disappearance), ("il a ete torture", .torture),
        ("Elle a été rouée de coups", .torture), ("Il risque l'extradition", .deportation),
        ("Elle va être expulsée", .deportation), ("en grève de la faim", .medical),
        ("privé de soins", .medical), ("Il a été arrêté aujourd’hui", .arrest),
        ("Une perquisition a eu lieu ce matin", .arrest), ("L’audience aura lieu demain", .soon),

        ("Recibimos amenazas de muerte", .killing), ("Lo van a matar", .killing), ("lo asesinaron", .killing),
        ("Desapareció el lunes", .disappearance), ("se lo llevaron unos hombres", .disappearance),
        ("La torturaron", .torture), ("fue golpeado por la policía", .torture),
        ("Temen su extradición", .deportation), ("la van a deportar", .deportation),
        ("Está en huelga de hambre", .medical), ("emergencia médica", .medical),
        ("Lo detuvieron esta mañana", .arrest), ("hoy allanaron la sede", .arrest),
        ("La audiencia es mañana", .soon), ("Esta semana viaja a Ginebra", .soon),

        ("Мне угрожают убийством", .killing), ("Его жизнь в опасности", .killing), ("ОБЕЩАЛИ УБИТЬ", .killing),
        ("Брата похитили", .disappearance), ("Она пропала без вести", .disappearance),
        ("Его увезли неизвестные", .disappearance), ("Его пытают током", .torture), ("избивают в камере", .torture),
        ("Грозит депортация", .deportation), ("его выдадут", .deportation), ("Он объявил голодовку", .medical),
        ("при смерти", .medical), ("Сегодня её арестовали", .arrest), ("Только что пришли с обыском", .arrest),
        ("Завтра суд", .soon), ("Заседание послезавтра", .soon),

        ("تلقيت تهديدا بالقتل", .killing), ("حياته في خطر", .killing), ("سيقتلونه", .killing),
        ("حكم عليه بالإِعْدَام", .killing), ("اختطفوا أخي", .disappearance), ("هو مختفٍ", .disappearance),
        ("لا نعرف مكانه", .disappearance), ("اقتادوه إلى جهة مجهولة", .disappearance),
        ("تعرّض للتعذيب", .torture), ("يضربونه كل يوم", .torture), ("سيتم ترحيله الليلة", .deportation),
        ("يخشى تسليمه", .deportation), ("مضرب عن الطعام", .medical), ("حاول الانتحار", .medical),
        ("اعتقلوه اليوم", .arrest), ("داهمت الشرطة منزلنا صباح اليوم", .arrest),
        ("جلسة المحاكمة غدًا", .soon), ("سنسافر هذا الأسبوع", .soon),

        ("他们威胁要杀我", .killing), ("我收到死亡威胁", .killing), ("他有生命危险", .killing),
        ("他被带走了", .disappearance), ("她失蹤了三天", .disappearance), ("他遭受酷刑", .torture),
        ("她被警察毆打", .torture), ("他将被遣返", .deportation), ("可能被引渡", .deportation),
        ("他在绝食，已经昏迷", .medical), ("今天早上他被逮捕", .arrest), ("明天开庭", .soon),
        ("我們下週出發去日內瓦", .soon),
    ]

    @Test(arguments: urgent) func `are found however they are written`(text: String, reason: Reason) {
        #expect(words.reasons(in: [text]).contains(reason))
        #expect(words.reasons(in: ["", "Before. " + text + " …and more."]).contains(reason), "among other words")
        #expect(words.reasons(in: [text.decomposedStringWithCanonicalMapping]).contains(reason), "taken apart")
    }

    static let calm = [
        "", " ", "…", "The new law on associations restricts foreign funding.",
        "Our accreditation was refused in 2024 without a reason.", "We have the skills and the will to go on.",
        "The deportment of the delegation was rude; the sports ministry paid.", "On Tuesday a newspaper insulted us.",
        "The hearing took place last year and ended without a result.", "He was arrested in 2019.",
        "La nouvelle loi limite le financement des associations.", "Le visa a été refusé en mars.",
        "La ley de deportes y de asociaciones fue reformada.", "El material fue retenido en la aduana, coma y punto.",
        "Новый закон ограничивает работу организаций.", "Мы пытались получить аккредитацию. Расходы увеличились.",
        "رفضوا منح الجمعية ترخيصا في العام الماضي", "القانون الجديد يقيد عمل الجمعيات", "وصلنا في الشهر الخامس",
        "新的法律限制了社团的活动。", "他们拒绝了我们的申请。", "Пишем вам о законе", "👩‍👩‍👧 \u{10FFFF} \u{0}",
    ]

    @Test(arguments: calm) func `are not found where nobody is in danger at once`(text: String) {
        #expect(words.reasons(in: [text]) == [])
    }

    @Test func `halves that stand far apart, or in two texts, are no pair`() {
        let apart =
            "The hearing was long ago. " + String(repeating: "We wrote many letters. ", count: 8) + "It is tomorrow."
        #expect(words.reasons(in: [apart]) == [])
        #expect(words.reasons(in: ["The hearing", "tomorrow"]) == [])
    }

    @Test func `give at most the class that a ticked box would`() {
        for reason in Reason.allCases {
            #expect(words.urgency(of: reason) == ([.arrest, .soon].contains(reason) ? .u2 : .u1))
        }
    }

    @Test func `make a submission urgent, and say why beside what was ticked`() throws {
        let lists = try CodeLists.bundled()
        func score(_ dangers: Set<DeclaredDanger>, _ texts: [String]) -> UrgencyRule.Score {
            UrgencyRule.score(dangers: dangers, acts: [], lists: lists, texts: texts)
        }
        #expect(score([], ["A law."]).urgency == .u3)
        let words = score([.withinSevenDays], ["They will kill her.", "The hearing is tomorrow."])
        #expect(words.urgency == .u1)
        #expect(words.reasons.map(\.phrase) == ["urgency.reason.words_killing"])
        let both = score([.withinSevenDays], ["The hearing is tomorrow."])
        #expect(both.urgency == .u2)
        #expect(both.reasons.map(\.phrase) == ["urgency.reason.within_seven_days", "urgency.reason.words_soon"])
        #expect(score([.lawOrPolicy], ["The law allows torture."]).urgency == .u1)
    }

    @Test func `are looked for in two thousand letters in no time`() {
        let text = String(repeating: "Они пришли ночью. They came at night. ليلا جاؤوا 他们来了。", count: 25)
        #expect(words.reasons(in: [text]) == [])
        let clock = ContinuousClock()
        let times = (0..<50).map { _ in clock.measure { _ = words.reasons(in: [text]) } }
        // A debug build takes some forty times as long as what is measured in docs/surge.md.
        #expect((times.min() ?? .zero) < .milliseconds(20))
    }
}
