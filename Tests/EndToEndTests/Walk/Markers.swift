import Foundation
import Synchronization
import Vault

/// Words that occur nowhere else, planted in everything that people tell, and the receipt codes that they were given: at
/// the end none may be found anywhere.
final class Markers: Sendable {
    private let planted = Mutex<[String: String]>([:])

    /// A text that says what it is and holds a new marker. Each second marker is in another script, so that a scan for
    /// bytes of plain ASCII is not all that is tried.
    func plant(_ place: String) -> String {
        let digits = Randomness.bytes(8).map { String(format: "%02x", $0) }.joined()
        let arabic = Self.arabic(digits)
        planted.withLock {
            $0["zq\(digits)"] = place
            $0[arabic] = "\(place), in Arabic"
        }
        return "zq\(digits) \(arabic)"
    }

    /// A receipt code counts as a marker, however it is written.
    func keep(code: String) {
        let bare = code.split(separator: "-").dropLast().joined()
        planted.withLock {
            $0[code] = "receipt code"
            $0[bare] = "receipt code without hyphens"
            $0[bare.lowercased()] = "receipt code in small letters"
        }
    }

    /// A partner's token counts as a marker.
    func keep(token: String) { planted.withLock { $0[token] = "a partner's token" } }

    /// All of them, with where they were planted.
    var all: [String: String] { planted.withLock { $0 } }

    private static func arabic(_ digits: String) -> String {
        let letters = Array("ابتثجحخدذرزسشصضط".unicodeScalars)
        var text = String.UnicodeScalarView()
        for digit in digits {
            text.append(letters[digit.hexDigitValue ?? 0])
            // Between any two, so that no word comes about by chance: some would make a submission urgent.
            text.append("ظ")
        }
        return String(text)
    }
}

/// Looks for texts in files: as they are, and as hexadecimal, as JSON's escapes, and as base64 at each of its alignments.
struct MarkerScan {
    struct Failed: Error {}

    private let places: [String: String]

    init(_ texts: [String: String]) {
        var places: [String: String] = [:]
        for (text, place) in texts {
            let bytes = Array(text.utf8)
            let hexadecimal = bytes.map { String(format: "%02x", $0) }.joined()
            places[text] = place
            places[hexadecimal] = "\(place), in hexadecimal"
            places[hexadecimal.uppercased()] = "\(place), in hexadecimal"
            places[Self.escaped(text)] = "\(place), in JSON's escapes"
            for offset in 0..<3 { places[Self.base64(bytes, at: offset)] = "\(place), in base64" }
        }
        self.places = places
    }

    /// Where the texts were planted that stand in this text.
    func found(in text: String) -> Set<String> { Set(places.filter { text.contains($0.key) }.values) }

    /// Where the texts were planted that stand in these files and folders, and in which file they are. By grep, since it
    /// looks for all at once.
    func found(in paths: [URL]) async throws -> Set<String> {
        let folder = FileManager.default.temporaryDirectory.appending(path: "amparo-scan-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder.appending(path: "log"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let needles = folder.appending(path: "needles")
        try Data(places.keys.joined(separator: "\n").utf8).write(to: needles)
        let outcome = try await CommandOutcome.of(
            URL(fileURLWithPath: "/usr/bin/grep"),
            ["-raoF", "--devices=skip", "--file", needles.path] + paths.map(\.path), ["LC_ALL": "C"], in: folder)
        guard outcome.status < 2 else { throw Failed() }
        return Set(
            outcome.output.split(separator: "\n").map { line in
                let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
                return "\(places[parts.last ?? ""] ?? "?") in \(parts[0])"
            })
    }

    /// What is the same wherever the text begins behind `offset` bytes of something else.
    private static func base64(_ bytes: [UInt8], at offset: Int) -> String {
        let text = Data([UInt8](repeating: 0, count: offset) + bytes).base64EncodedString()
        return String(text.dropFirst(offset == 0 ? 0 : 4).dropLast(4))
    }

    private static func escaped(_ text: String) -> String {
        text.utf16.map { $0 < 128 ? String(UnicodeScalar(UInt8($0))) : String(format: "\\u%04x", $0) }.joined()
    }
}
