// What libFuzzer calls (scripts/fuzz): the first byte chooses a reader, the rest is what it reads. A promise that is broken
// ends the process, and the input is kept.

@_cdecl("LLVMFuzzerTestOneInput")
package func fuzzOne(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 2 else { return 0 }
    let bytes = Array(UnsafeBufferPointer(start: start + 2, count: count - 2))
    let cut = max(1, Int(start[1]))
    let pieces = stride(from: 0, to: bytes.count, by: cut).map { Array(bytes[$0..<min($0 + cut, bytes.count)]) }
    switch start[0] % 6 {
    case 0: readJSON(bytes)
    case 1: precondition(lines([bytes]) == lines(pieces))
    case 2: precondition(parts([bytes]) == parts(pieces))
    case 3: readFields(bytes)
    case 4: readCode(String(decoding: bytes, as: UTF8.self))
    default: readDate(String(decoding: bytes, as: UTF8.self))
    }
    return 0
}

private func readJSON(_ bytes: [UInt8]) {
    guard let value = try? JSONText.parse(bytes) else { return }
    precondition((try? JSONText.parse([0x20] + bytes + [0x0A])) == value)
}

private func lines(_ pieces: [[UInt8]]) -> [NDJSONLines.Line] {
    var splitter = NDJSONLines(limit: 32)
    var lines: [NDJSONLines.Line] = []
    for piece in pieces {
        splitter.feed(piece)
        while let line = splitter.next() { lines.append(line) }
    }
    splitter.end()
    while let line = splitter.next() { lines.append(line) }
    return lines
}

/// The parts, their contents put together, and the error.
private func parts(_ pieces: [[UInt8]]) -> [String] {
    var seen: [String] = []
    var content: [UInt8] = []
    guard var parser = MultipartParser(boundary: "b") else { return [] }
    do throws(HTTPError) {
        for piece in pieces {
            parser.feed(piece)
            while let event = try parser.next() {
                switch event {
                case .content(let bytes): content += bytes
                case .part(let header):
                    seen.append("\(header.name) \(header.filename ?? "-") \(header.mediaType ?? "-")")
                case .partEnd:
                    seen.append("\(content)")
                    content = []
                case .end: seen.append("end")
                }
            }
        }
    } catch {
        seen.append(error.code)
    }
    return seen
}

private func readFields(_ bytes: [UInt8]) {
    _ = Cookies([String(decoding: bytes, as: UTF8.self)])
    _ = MediaType(String(decoding: bytes, as: UTF8.self))
    precondition(LanguagePreference.parse(String(decoding: bytes, as: UTF8.self)).count <= 32)
    guard let text = PercentCoding.decode(bytes, plusIsSpace: true) else { return }
    precondition(PercentCoding.decode(Array(PercentCoding.encode(text).utf8)) == text)
}

private func readCode(_ text: String) {
    guard let code = try? ReceiptCode(parsing: text) else { return }
    precondition((try? ReceiptCode(parsing: code.printed)) == code && code.appears(in: text))
}

private func readDate(_ text: String) {
    guard let date = ReportedDate(typed: text) else { return }
    precondition(ReportedDate(typed: date.text) == date && date.text.utf8.count <= 10)
}
