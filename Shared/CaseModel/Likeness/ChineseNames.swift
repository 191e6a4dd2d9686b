/// Names of persons in Chinese characters and in pinyin. Both become the same key: the letters of the whole name in the
/// alphabet's order, so that 王小明, `Wang Xiaoming`, `Wáng Xiǎo-míng` and `XiaoMing Wang` are one.
enum ChineseNames {
    /// What may be a person's name among characters that stand together.
    struct Candidate: Sendable, Equatable {
        let family: String
        /// Of each of its characters.
        let given: [String]

        var full: String { key(family + given.joined()) }
        /// Where it has two characters: one is shared by too many.
        var givenName: String? { given.count == 2 ? key(given.joined()) : nil }
    }

    /// A key of so many letters says who it is; a shorter one is shared by very many.
    static let telling = 9

    static func key(_ letters: some StringProtocol) -> String {
        String(decoding: letters.utf8.map { $0 == UInt8(ascii: "v") ? UInt8(ascii: "u") : $0 }.sorted(), as: UTF8.self)
    }

    // MARK: In characters

    /// Wherever a family name stands, it may begin a name of two or three characters: what is none meets nobody's.
    static func candidates(in characters: [Unicode.Scalar]) -> [Candidate] {
        let readings = HanReadings.of(characters)
        var found: [Candidate] = []
        for (index, character) in characters.enumerated() {
            guard let family = readings[character], families.contains(family.simplified), !family.family.isEmpty
            else { continue }
            let next = characters[(index + 1)...]
            let isDouble = doubled.contains { pair in
                pair.elementsEqual([family.simplified] + next.prefix(1).compactMap { readings[$0]?.simplified })
            }
            var given: [String] = []
            for next in next.prefix(isDouble ? 3 : 2) {
                guard let reading = readings[next], !reading.plain.isEmpty, !particles.contains(reading.simplified)
                else { break }
                given.append(reading.plain)
                found.append(Candidate(family: family.family, given: given))
            }
        }
        return found
    }

    /// Family names that stand alone before a title, as in 王先生 and 王某.
    static func familiesWithTitle(in characters: [Unicode.Scalar]) -> [String] {
        let readings = HanReadings.of(characters)
        let simplified = characters.map { readings[$0]?.simplified ?? $0 }
        return simplified.indices.compactMap { index in
            guard families.contains(simplified[index]), let reading = readings[characters[index]],
                titles.contains(where: { simplified[(index + 1)...].starts(with: $0) })
            else { return nil }
            return reading.family
        }
    }

    /// The words by which one would look for what may be names there: `wang`, `xiao`, `ming`, `xiaoming`.
    static func pinyin(in characters: [Unicode.Scalar]) -> Set<String> {
        Set(candidates(in: characters).flatMap { [$0.family, $0.given.joined()] + $0.given })
    }

    // MARK: In Latin letters

    /// How many syllables of pinyin a word of Latin letters is, at least; nil where it is something else.
    static func syllables(of word: String) -> Int? {
        let letters = Array(word.utf8).map { $0 == UInt8(ascii: "v") ? UInt8(ascii: "u") : $0 }
        guard (1...20).contains(letters.count) else { return nil }
        var fewest: [Int?] = [0]
        for end in 1...letters.count {
            let counts = (max(0, end - longest)..<end).compactMap { start in
                fewest[start].flatMap { sounds.contains(Array(letters[start..<end])) ? $0 + 1 : nil }
            }
            fewest.append(counts.min())
        }
        return fewest[letters.count]
    }

    private static let longest = 6

    private static let sounds: Set<[UInt8]> = {
        let beginnings = "b p m f d t n l g k h j q x zh ch sh r z c s y w".split(separator: " ")
        let alone = "a o e ai ei ao ou an en ang eng er".split(separator: " ")
        let endings =
            alone.dropLast()
            + "i ia ie iao iu ian in iang ing iong u ua uo uai ui uan un uang ong ue".split(separator: " ")
        return Set(
            alone.map { Array($0.utf8) }
                + beginnings.flatMap { start in endings.map { Array((start + $0).utf8) } })
    }()

    // MARK: Lists

    /// The commonest family names, the most frequent first: those of the Faker package's Chinese persons, without what is
    /// nearly always another word (docs/decisions/0010).
    private static let families = Set(
        [
            "王李张刘陈杨黄吴赵周徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜",
            "崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严赖覃洪武莫孔汤向常温康施文牛樊葛",
            "邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路",
            "游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟",
            "应臧闵苟邬边卞姬师仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌",
            "奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙",
            "浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诸战慕危玉银亢嵇公哈湛宾戎勾茅利于呼居揭干尉冶斯元束檀衣信",
            "展阴昝智幸奉植衡富尧闭",
        ].joined().unicodeScalars)

    /// Family names of two characters, whose first begins one of one character, too.
    private static let doubled = ["欧阳", "司马", "司徒", "上官", "诸葛"].map { Array($0.unicodeScalars) }

    /// What is part of no given name.
    private static let particles = Set(
        "的了是在我他她它们被和与不就都将曾已及其对从到说这那有人年月日时因为所以后前等".unicodeScalars)

    private static let titles = ["先生", "女士", "小姐", "太太", "律师", "教授", "博士", "医生", "记者", "老师", "某"]
        .map { Array($0.unicodeScalars) }
}
