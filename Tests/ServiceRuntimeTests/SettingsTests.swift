import Foundation
import ServiceRuntime
import Testing

@Suite struct `Settings layers` {
    @Test func `the first layer that has a key wins`() {
        let settings = Settings(layers: [["A": "1", "B": ""], ["A": "2", "B": "3", "C": "4"]])
        #expect(settings.optional("A") == "1")
        #expect(settings.optional("B") == "3")
        #expect(settings.optional("C") == "4")
        #expect(settings.optional("D") == nil)
    }

    @Test func `a file is read behind the environment`() throws {
        let file = try temporaryFile("# a comment\nA=file\nB = \"two words\"\r\nnonsense\nC=x=y\n")
        defer { try? FileManager.default.removeItem(at: file) }
        let second = try temporaryFile("A=second\nD=second\n")
        defer { try? FileManager.default.removeItem(at: second) }
        let settings = try Settings.load(
            environment: ["A": "environment", "AMPARO_SETTINGS_FILE": "\(file.path), \(second.path)"])
        #expect(settings.optional("A") == "environment")
        #expect(settings.optional("B") == "two words")
        #expect(settings.optional("C") == "x=y")
        #expect(settings.optional("D") == "second")
    }

    @Test func `a settings file that cannot be read is named by its key`() {
        #expect(throws: SettingsError(key: "AMPARO_SETTINGS_FILE", problem: .unreadableFile)) {
            try Settings.load(environment: ["AMPARO_SETTINGS_FILE": "/nowhere/at/all.env"])
        }
    }

    @Test func `a wrong value is named by its key and not shown`() throws {
        let settings = Settings(layers: [["N": "many", "F": "yes", "R": "70000"]])
        let attempts: [(key: String, problem: SettingsError.Problem, read: () throws -> Void)] = [
            ("M", .missing, { _ = try settings.required("M") }),
            ("N", .notANumber, { _ = try settings.int("N", default: 1) }),
            ("R", .outOfRange(1...65535), { _ = try settings.int("R", default: 1, in: 1...65535) }),
            ("F", .notTrueOrFalse, { _ = try settings.flag("F", default: true) }),
            ("S", .missing, { _ = try settings.secret("S") }),
        ]
        for attempt in attempts {
            let error = #expect(throws: SettingsError.self) { try attempt.read() }
            #expect(error == SettingsError(key: attempt.key, problem: attempt.problem))
            #expect(error?.description.contains(attempt.key) == true)
            #expect(error?.description.contains("many") == false)
        }
    }

    @Test func `defaults stand where nothing is set`() throws {
        let settings = Settings(layers: [["L": "a, b ,,c", "T": "true", "MS": "250"]])
        #expect(try settings.int("X", default: 7) == 7)
        #expect(try settings.flag("X", default: true))
        #expect(try settings.flag("T", default: false))
        #expect(settings.list("L") == ["a", "b", "c"])
        #expect(settings.list("X", default: ["z"]) == ["z"])
        #expect(try settings.milliseconds("MS", default: 1) == .milliseconds(250))
    }

    @Test func `a secret comes from the key or from the file that the key names`() throws {
        let file = try temporaryFile("in the file\n")
        defer { try? FileManager.default.removeItem(at: file) }
        #expect(try Settings(layers: [["P": "direct"]]).secret("P").exposed == "direct")
        #expect(try Settings(layers: [["P_FILE": file.path]]).secret("P").exposed == "in the file")
        #expect(try Settings(layers: [[:]]).optionalSecret("P") == nil)
        #expect(throws: SettingsError(key: "P_FILE", problem: .unreadableFile)) {
            try Settings(layers: [["P_FILE": "/nowhere"]]).secret("P")
        }
    }

    @Test func `neither settings nor secrets print what they hold`() {
        let settings = Settings(layers: [["P": "open sesame"]])
        var dumped = ""
        dump(settings, to: &dumped)
        dump(Secret("open sesame"), to: &dumped)
        dumped += "\(settings) \(Secret("open sesame")) \(String(reflecting: Secret("open sesame")))"
        #expect(!dumped.contains("sesame"))
    }

    private func temporaryFile(_ text: String) throws -> URL {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("settings-\(UUID().uuidString)")
        try Data(text.utf8).write(to: file)
        return file
    }
}
