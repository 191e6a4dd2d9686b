package import Foundation

/// The settings of one process: layers of `AMPARO_…` keys, the first layer that has a key wins.
///
/// Environment first, then the files named by `AMPARO_SETTINGS_FILE` (separated by commas, the first that has a key wins;
/// lines `KEY=VALUE`, a line that begins with `#` is a comment). Read once at start; a type that needs settings reads its
/// own in an initialiser and fails with the missing key's name. Never prints its values.
package struct Settings: Sendable, CustomStringConvertible, CustomReflectable {
    private let layers: [[String: String]]

    package init(layers: [[String: String]]) {
        self.layers = layers
    }

    package var description: String { "‹settings›" }
    package var customMirror: Mirror { Mirror(self, children: []) }

    /// Reads the environment and the settings files it names.
    package static func load(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(SettingsError) -> Settings {
        var layers = [environment]
        for path in Settings(layers: layers).list("AMPARO_SETTINGS_FILE") {
            guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
                throw SettingsError(key: "AMPARO_SETTINGS_FILE", problem: .unreadableFile)
            }
            layers.append(parse(text))
        }
        return Settings(layers: layers)
    }

    /// Reads `KEY=VALUE` lines. Values may stand in double quotes; nothing is expanded.
    package static func parse(_ text: String) -> [String: String] {
        var values: [String: String] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            let line = line.trimmingCharacters(in: .whitespaces)
            guard !line.hasPrefix("#"), let equals = line.firstIndex(of: "=") else { continue }
            var value = line[line.index(after: equals)...].trimmingCharacters(in: .whitespaces)
            if value.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") {
                value = String(value.dropFirst().dropLast())
            }
            values[line[..<equals].trimmingCharacters(in: .whitespaces)] = value
        }
        return values
    }

    /// The value of a key, nil where it is not set or empty.
    package func optional(_ key: String) -> String? {
        for layer in layers { if let value = layer[key], !value.isEmpty { return value } }
        return nil
    }

    package func string(_ key: String, default value: String) -> String {
        optional(key) ?? value
    }

    package func required(_ key: String) throws(SettingsError) -> String {
        guard let value = optional(key) else { throw SettingsError(key: key, problem: .missing) }
        return value
    }

    package func int(
        _ key: String,
        default value: Int,
        in range: ClosedRange<Int> = 0...Int.max
    ) throws(SettingsError) -> Int {
        guard let text = optional(key) else { return value }
        guard let number = Int(text) else { throw SettingsError(key: key, problem: .notANumber) }
        guard range.contains(number) else { throw SettingsError(key: key, problem: .outOfRange(range)) }
        return number
    }

    /// `true` or `false`, nothing else.
    package func flag(_ key: String, default value: Bool) throws(SettingsError) -> Bool {
        switch optional(key) {
        case nil: value
        case "true": true
        case "false": false
        default: throw SettingsError(key: key, problem: .notTrueOrFalse)
        }
    }

    /// A duration in whole milliseconds.
    package func milliseconds(_ key: String, default value: Int) throws(SettingsError) -> Duration {
        .milliseconds(try int(key, default: value))
    }

    package func list(_ key: String, default value: [String] = []) -> [String] {
        guard let text = optional(key) else { return value }
        return text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    package func path(_ key: String) throws(SettingsError) -> URL {
        URL(fileURLWithPath: try required(key))
    }

    /// A secret: the value of `key`, or the content of the file that `<key>_FILE` names (as docker secrets are given).
    package func secret(_ key: String) throws(SettingsError) -> Secret {
        guard let secret = try optionalSecret(key) else { throw SettingsError(key: key, problem: .missing) }
        return secret
    }

    /// A secret that may be left out.
    package func optionalSecret(_ key: String) throws(SettingsError) -> Secret? {
        if let value = optional(key) { return Secret(value) }
        guard let path = optional("\(key)_FILE") else { return nil }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw SettingsError(key: "\(key)_FILE", problem: .unreadableFile)
        }
        return Secret(text.trimmingCharacters(in: .whitespacesAndNewlines))
    }
}
