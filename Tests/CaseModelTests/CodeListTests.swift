import CaseModel
import Foundation
import Testing

@Suite struct `Code lists` {
    private let overlay = Data(
        """
        [{"iso3": "QMA", "iso2": "QM", "m49": "901", "un_status": "SYNTHETIC_TEST", "regional_group": "GRULAC",
          "m49_path": ["013", "019", "001"], "name": {"en": "Valdoria", "fr": "Valdorie", "ar": "فالدوريا"}}]
        """.utf8)

    @Test func `all lists and States come with the program`() throws {
        let lists = try CodeLists.bundled()
        #expect(lists.names.count == 40)
        #expect(try lists.list("un_entity").items.count == 53)
        #expect(try lists.list("act_type").item("V03").tier == 1)
        #expect(lists.states(inOrderOf: "en").count == 195)
        #expect(lists.states(inOrderOf: "en").first?.iso3 == "AFG")
        #expect(lists.state("AFG")?.regionalGroup == "APG")
    }

    @Test func `a label falls back to the base language, to English, to the code`() throws {
        let lists = try CodeLists.bundled()
        #expect(lists.label("RECEIVED", in: "case_status", language: "fr-CA") == "Reçue")
        #expect(lists.label("RECEIVED", in: "case_status", language: "ti") == "Received")
        #expect(lists.label("NO_SUCH", in: "case_status", language: "fr") == "NO_SUCH")
    }

    /// The gates have no words of their own: their codes are those of the actions.
    @Test func `every item of every list has a label in all six languages`() throws {
        let lists = try CodeLists.bundled()
        for name in lists.names where name != "action_gate" {
            for item in try lists.list(name).items {
                let missing = ["ar", "zh", "en", "fr", "ru", "es"].filter { (item.labels[$0] ?? "").isEmpty }
                #expect(missing.isEmpty, "\(name) \(item.code)")
            }
        }
        for gate in try lists.list("action_gate").items { #expect(lists.contains(gate.code, in: "action_type")) }
    }

    @Test func `labels are added where there are none, and refused for what no list has`() throws {
        var lists = try CodeLists.bundled()
        try lists.lay(Data(#"{"colour": {"items": [{"code": "R", "en": "Red"}]}}"#.utf8))
        try lists.addLabels(Data(#"{"lists": {"colour": {"R": {"en": "Pink", "es": "Rojo"}}}}"#.utf8))
        #expect(try lists.list("colour").item("R").labels == ["en": "Red", "es": "Rojo"])
        #expect(throws: CodeListError.unknownCode(list: "colour")) {
            try lists.addLabels(Data(#"{"lists": {"colour": {"B": {"es": "Azul"}}}}"#.utf8))
        }
        #expect(throws: CodeListError.unknownList("shape")) {
            try lists.addLabels(Data(#"{"lists": {"shape": {}}}"#.utf8))
        }
        #expect(throws: CodeListError.unreadable) { try lists.addLabels(Data("[]".utf8)) }
    }

    @Test func `an unknown list or code is an error that holds nothing typed`() throws {
        let lists = try CodeLists.bundled()
        #expect(throws: CodeListError.unknownList("colour")) { try lists.list("colour") }
        #expect(throws: CodeListError.unknownCode(list: "role")) { try lists.list("role").item("<script>") }
    }

    @Test func `an overlay adds States, and replaces and adds items where they stand`() throws {
        var lists = try CodeLists.bundled()
        try lists.lay(overlay)
        #expect(lists.states(inOrderOf: "en").count == 196)
        #expect(lists.state("QMA")?.name("fr") == "Valdorie")
        #expect(lists.state("QMA")?.name("ar-EG") == "فالدوريا")
        let before = try lists.list("role").items.map(\.code)
        try lists.lay(
            Data(
                #"{"role": {"items": [{"code": "AUDITOR", "en": "Other"}, {"code": "NEW", "en": "New"}]}}"#.utf8))
        #expect(try lists.list("role").items.map(\.code) == before + ["NEW"])
        #expect(lists.label("AUDITOR", in: "role", language: "en") == "Other")
    }

    @Test func `an overlay file is read from its place, and one that is none is refused`() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("overlay-\(UUID().uuidString).json")
        try overlay.write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        #expect(try CodeLists.bundled(overlays: [file]).state("QMA") != nil)
        #expect(throws: CodeListError.unreadable) { try CodeLists.bundled(overlays: [URL(fileURLWithPath: "/none")]) }
        var lists = try CodeLists.bundled()
        #expect(throws: CodeListError.unreadable) { try lists.lay(Data("[1]".utf8)) }
    }

    @Test func `the UN's own name of a State goes before ISO's`() throws {
        #expect(try CodeLists.bundled().state("TUR")?.name("en") == "Türkiye")
    }
}
