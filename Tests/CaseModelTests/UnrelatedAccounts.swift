/// Made-up accounts of people who have nothing to do with each other, in six languages: what they share is what all such
/// accounts share, their State, a body of the UN, a capital, a day, a common given name.
struct UnrelatedAccounts {
    let text: String
    let state: String
    let entity: String
    let place: String
    let act: String

    static let all: [UnrelatedAccounts] = (0..<360).map { number in
        let language = templates[number % templates.count]
        let round = number / templates.count
        let template = language.texts[round % language.texts.count]
        let given = language.given[round * 7 % language.given.count]
        let family =
            language.families[round % language.families.count] + language.endings[round / language.families.count]
        let text = template.replacingOccurrences("#G", given).replacingOccurrences("#F", family)
            .replacingOccurrences("#D", language.day((round * 5 + number) % 27 + 1, round % 12 + 1))
        return UnrelatedAccounts(
            text: text, state: ["QMA", "QPA", "QSA"][round % 3], entity: ["HRC", "SC", "OHCHR"][number % 3],
            place: round % 4 == 0 ? places[number % places.count] : "", act: ["P03", "J01", "S02", "O01"][number % 4])
    }

    private struct Language: Sendable {
        let texts: [String]
        let given: [String]
        let families: [String]
        /// So that each family name stands once.
        let endings: [String]
        let day: @Sendable (Int, Int) -> String
    }

    private static let places = [
        "Port Exemplar", "Sampleville", "Musterstadt", "Ciudad Ficticia", "Образцово", "مدينة المثال", "示例市",
        "Villexemple",
    ]

    private static let templates: [Language] = [
        Language(
            texts: [
                "On #D the police stopped #G #F at the airport of Sampleville. They asked about the Council in Geneva.",
                "#G #F, a lawyer, was called by a man from the Ministry after the meeting in Geneva on #D.",
                "They came at night. My brother #G #F is still in prison. The Government says nothing since #D.",
                "After she spoke in New York, #G #F lost her passport. Her bank account was closed on #D.",
                "A newspaper called #G #F a traitor on #D. The Ambassador repeated it in Geneva.",
            ],
            given: ["Anna", "John", "Mary", "Peter", "Omar", "Ruth", "Paul", "Linda"],
            families: [
                "Ashcombe", "Brightwell", "Coldridge", "Dunmarsh", "Elverston", "Farnhollow", "Gladwick", "Hartlemoor",
                "Inglestone", "Kelderton", "Lambrook", "Northcliff",
            ], endings: ["", "field", "bury", "worth", "gate"], day: { "\($0) \(english[$1 - 1]) 2025" }),
        Language(
            texts: [
                "Le #D, la police a arrêté #G #F à l'aéroport. Il revenait du Conseil à Genève.",
                "#G #F, avocate, a été convoquée au Ministère après la réunion de Genève, le #D.",
                "Depuis le #D, nous sommes sans nouvelles de #G #F. Sa famille habite la capitale.",
                "Un journal a traité #G #F d'espion. Le Procureur a ouvert une enquête le #D.",
                "Mon voisin #G #F a perdu son emploi le #D après sa déclaration à New York.",
            ],
            given: ["Jean", "Marie", "Pierre", "Claire", "Luc", "Anne", "Paul", "Sophie"],
            families: [
                "Boisclair", "Champvert", "Duvallon", "Fontbrune", "Grandpierre", "Hautmont", "Jolicoeur", "Lacombrade",
                "Montferrand", "Noirval", "Rochedure", "Vaucresson",
            ], endings: ["", "gnac", "boux", "mard", "ville"], day: { "\($0) \(french[$1 - 1]) 2025" }),
        Language(
            texts: [
                "El #D la policía detuvo a #G #F en el aeropuerto. Volvía del Consejo en Ginebra.",
                "#G #F, abogada, fue citada por el Ministerio después de la reunión en Ginebra el #D.",
                "Desde el #D no sabemos nada de #G #F. La familia vive en la capital.",
                "Un periódico llamó traidor a #G #F. La Fiscalía abrió una causa el #D.",
                "Mi vecino #G #F perdió su trabajo el #D por hablar en Nueva York.",
            ],
            given: ["Juan", "María", "Pedro", "Ana", "Luis", "Rosa", "José", "Carmen"],
            families: [
                "Almagrosa", "Barrientín", "Cifuentano", "Dorrego", "Escalada", "Fuentealta", "Guardiola", "Iturrioz",
                "Ledesmar", "Mondragal", "Olivarría", "Quintanal",
            ], endings: ["", "nez", "mbo", "rte", "lba"], day: { "\($0) de \(spanish[$1 - 1]) de 2025" }),
        Language(
            texts: [
                "#D полиция задержала в аэропорту #G #F. Он возвращался из Женевы, где выступал в Совете.",
                "#G #F, адвокат, получил повестку в Министерство после встречи в Женеве #D.",
                "С #D мы ничего не знаем о человеке по имени #G #F. Семья живёт в столице.",
                "Газета назвала предателем того, кого зовут #G #F. Прокуратура начала проверку #D.",
                "Мой сосед #G #F потерял работу #D после выступления в Нью-Йорке.",
            ],
            given: ["Иван", "Анна", "Пётр", "Мария", "Павел", "Ольга", "Сергей", "Елена"],
            families: [
                "Березняк", "Воротник", "Гордеич", "Журавель", "Калинич", "Лопухин", "Морозюк", "Носовец", "Перепечай",
                "Рябченко", "Снегирь", "Тарабрин",
            ], endings: ["", "ов", "ский", "енко", "дзе"], day: { "\($0) \(russian[$1 - 1]) 2025 года" }),
        Language(
            texts: [
                "في #D أوقفت الشرطة #G #F في المطار بعد عودته من مجلس حقوق الإنسان في جنيف.",
                "استدعت وزارة الداخلية المحامي #G #F بعد اجتماع في جنيف يوم #D.",
                "منذ #D لا نعرف شيئاً عن #G #F. تعيش عائلته في العاصمة وتخاف من قوات الأمن.",
                "وصفت صحيفة حكومية #G #F بالخائن. فتحت النيابة العامة تحقيقاً في #D.",
                "فقد جاري #G #F عمله في #D بعد أن تحدث في نيويورك عن السجناء.",
            ],
            given: ["أحمد", "محمد", "فاطمة", "علي", "خالد", "مريم", "حسن", "سعاد"],
            families: [
                "البرزنجي", "التكروري", "الجزماتي", "الخرطبيل", "الدغيم", "الزركشي", "السرميني", "الشنقيطي", "الطنطاوي",
                "العرقسوسي", "القلموني", "الكردفاني",
            ], endings: ["", "ان", "وش", "يف", "اط"], day: { "\($0) \(arabic[$1 - 1]) 2025" }),
        Language(
            texts: [
                "#D，警察在机场带走了#F#G。他刚从日内瓦人权理事会回来。",
                "律师#F#G在日内瓦会议之后被政府部门约谈，时间是#D。",
                "从#D起，我们就没有#F#G的消息，家人住在首都，任何人都不敢说话。",
                "一家官方报纸说#F#G是叛徒，检察机关于#D开始调查，他的银行账户被关闭。",
                "我的邻居#F#G因为在纽约发言，于#D失去工作，安全部门还警告了他的家人。",
            ],
            given: ["伟", "芳", "建国", "秀英", "强", "丽华", "志明", "敏"],
            families: ["张", "李", "陈", "刘", "赵", "黄", "周", "吴", "徐", "孙", "马", "胡"],
            endings: ["晓", "文", "海", "庆", "思"], day: { "2025年\($1)月\($0)日" }),
    ]

    private static let english = months(
        "January February March April May June July August September October November December")
    private static let french = months(
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre")
    private static let spanish = months(
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre")
    private static let russian = months(
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря")
    private static let arabic = months("يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر")

    private static func months(_ names: String) -> [String] { names.split(separator: " ").map(String.init) }
}

extension String {
    fileprivate func replacingOccurrences(_ mark: String, _ text: String) -> String {
        split(separator: mark, omittingEmptySubsequences: false).joined(separator: text)
    }
}
