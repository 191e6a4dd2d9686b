import CaseModel
import Foundation
import Testing

@Suite struct NameKeysTests {
    @Test(arguments: [
        ("王小明", "Wang Xiaoming"), ("王小明", "Wáng Xiǎomíng"), ("王小明", "XiaoMing Wang"), ("王小明", "Wang Xiao Ming"),
        ("王小明", "Wang Xiao-ming"), ("王小明", "Xiao Ming Wang"), ("Wang Xiaoming", "XIAOMING WANG"),
        ("警察逮捕了王小明和他的律师。", "Police took Wang Xiaoming and his lawyer."), ("張國榮", "Zhang Guorong"),
        ("张国荣", "Zhang Guorong"), ("單雄信", "Shan Xiongxin"), ("曾国藩", "Zeng Guofan"), ("欧阳娜娜", "Ouyang Nana"),
        ("吕秀莲", "Lü Xiulian"), ("吕秀莲", "Lv Xiulian"),
    ])
    func `a Chinese name meets its pinyin in any order`(one: String, other: String) {
        #expect(meetsInFull(one, other), "\(NameKeys(one)) \(NameKeys(other))")
    }

    @Test(arguments: [
        ("Muammar Gaddafi", "Moammar Qaddafi"), ("Muammar Gaddafi", "معمر القذافي"),
        ("Gaddafi Sampleton", "Kadhafi Sampleton"),
        ("Abdulrahman Al-Tajribi", "عبد الرحمن التجريبي"), ("Abdel-Rahman Tajribi", "عبدالرحمن التجريبي"),
        ("Noureddine Sampleton", "نور الدين سامبلتون"), ("Nour Eddine Tajribi", "Noureddine Tajribi"),
        ("Mohammed bin Salman Exemplar", "محمد بن سلمان"), ("محمد بن سلمان", "مُحَمَّدُ بْنُ سَلْمَانَ"),
        ("أحمد الإبراهيمي", "احمد الابراهيمي"), ("Ahmed Ibrahimi", "أَحْمَد الإِبْراهِيمي"),
        ("María García López", "Maria Garcia"), ("María García López", "María López"),
        ("García-López, María", "María García López"),
        ("Juan de la Cruz Ficción", "Juan Cruz"), ("Иван Петрович Образцов", "Ivan Obraztsov"),
        ("Образцов Иван Петрович", "Иван Образцов"), ("с Иваном Образцовым", "Иван Образцов"),
        ("Веры Примеровой", "Vera Primerova"), ("Dr. Anton Sampleton", "Mr Anton Sampleton"),
        ("السيد أنطون سامبلتون", "Anton Sampleton"), ("Łukasz Przykładowski", "Lukasz Przykladowski"),
        ("Аnton Sаmpleton", "Anton Sampleton"), ("Aнтон Oбразцов", "Антон Образцов"),
        ("Αnton Sampletοn", "Anton Sampleton"),
        ("Tajribi Noureddine", "Noureddine Tajribi"), ("与Anton Sampleton一起", "Anton Sampleton"),
        ("والتجريبي نور", "Nur Tajribi"), ("للتجريبي نور", "Nur Tajribi"),
    ])
    func `a full name meets its other forms`(one: String, other: String) {
        #expect(meetsInFull(one, other), "\(NameKeys(one)) \(NameKeys(other))")
    }

    @Test(arguments: [
        ("V. Primerova", "Vera Primerova"), ("Примерова В.", "Вера Примерова"), ("V. Primerova", "Вера Примерова"),
        ("И. П. Образцов", "Иван Петрович Образцов"), ("A.Sampleton", "Anton Sampleton"),
        ("J. Образцов", "J. Obraztsov"),
    ])
    func `initials meet the names that they stand for`(one: String, other: String) {
        let (one, other) = (NameKeys(one), NameKeys(other))
        #expect(!one.initials.isDisjoint(with: other.variants.union(other.initials)), "\(one) \(other)")
    }

    @Test(arguments: [
        ("V. Primerova", "Anton Primerova"), ("Ivan Ivanov", "Пётр Иванов"), ("王小明", "Wang Xiaohong"),
        ("李小明", "Wang Xiaoming"), ("Dr Sampleton", "Dr Exemplar"), ("Dr Anton Sampleton", "Dr Vera Sampleton"),
        ("Sheikh Ahmed Tajribi", "Sheikh Omar Tajribi"), ("María García López", "Pedro García Pérez"),
        ("Gamal Exemplar", "Kamal Sampleton"), ("Zhang Wei", "Wang Wei"), ("Mr Wang", "Mr Li"),
    ])
    func `different people do not meet in full`(one: String, other: String) {
        #expect(!meetsInFull(one, other), "\(NameKeys(one)) \(NameKeys(other))")
        let (one, other) = (NameKeys(one), NameKeys(other))
        #expect(one.initials.isDisjoint(with: other.variants))
    }

    @Test(arguments: [
        ("小明", "Xiaoming was taken. Then Xiaoming was gone"), ("王先生", "they took Mr Wang"), ("王某", "they took Wang"),
        ("被捕的Xiaoming", "家属说王小明失踪"), ("and Vera was", "и Вера была"), ("with Omar", "met Omar again"),
    ])
    func `a part of a name meets the same part`(one: String, other: String) {
        let (one, other) = (NameKeys(one), NameKeys(other))
        #expect(
            !one.partial.isDisjoint(with: other.partial.union(other.variants))
                || !other.partial.isDisjoint(with: one.variants), "\(one) \(other)")
    }

    @Test func `titles, particles and what begins a sentence are no names`() {
        let keys = NameKeys("The man. She said. Dr. Then we left. Mr de la")
        #expect(keys.full.isEmpty)
        #expect(keys.partial.isEmpty)
    }

    /// Whatever somebody sends, reading it is bounded: the library's transliterator is asked once for each text.
    @Test(arguments: ["Γιώργος Παπαδόπουλος και ", "ნინო აბაშიძე ", "王小明和欧阳娜娜，", "محمد التجريبي قال ", "Łukasz Ń "])
    func `long texts of every script are read in bounded time`(piece: String) {
        let text = String(String(repeating: piece, count: 2_000).prefix(24_000))
        let began = ContinuousClock.now
        let keys = NameKeys(text)
        // A thousand calls for single words would take ten times as long.
        #expect(ContinuousClock.now - began < .seconds(30))
        #expect(!keys.full.union(keys.uncased).union(keys.words).isEmpty)
    }

    @Test func `names in scripts without a table of ours are read, too`() {
        #expect(meetsInFull("Γιώργος Παπαδόπουλος", "Giorgos Papadopoulos"))
        #expect(meetsInFull("ნინო აბაშიძე", "Nino Abashidze"))
    }

    private func meetsInFull(_ one: String, _ other: String) -> Bool {
        let (one, other) = (NameKeys(one), NameKeys(other))
        return !one.full.isDisjoint(with: other.full.union(other.variants).union(other.uncased))
            || !other.full.isDisjoint(with: one.variants.union(one.uncased))
            || !one.uncased.isDisjoint(with: other.uncased.union(other.variants))
            || !one.variants.isDisjoint(with: other.uncased)
    }
}
