/// The answer to `/ready`.
package struct HealthReport: Sendable, Equatable {
    package struct Part: Sendable, Equatable {
        package let name: String
        package let problem: String?
    }

    package let parts: [Part]

    package var isReady: Bool { parts.allSatisfy { $0.problem == nil } }

    /// `{"ready": false, "parts": {"database": "ok", "broker": "unreachable"}}`
    package var json: String {
        let parts = parts.map { "\"\($0.name.jsonEscaped)\":\"\(($0.problem ?? "ok").jsonEscaped)\"" }.joined(
            separator: ",")
        return "{\"ready\":\(isReady),\"parts\":{\(parts)}}"
    }
}
