/// What is wrong with one setting. Its text names the key, never the value.
package struct SettingsError: Error, Equatable, CustomStringConvertible {
    package enum Problem: Equatable, Sendable {
        case missing, notANumber, notTrueOrFalse, unreadableFile, invalid
        case outOfRange(ClosedRange<Int>)
    }

    package let key: String
    package let problem: Problem

    package init(key: String, problem: Problem) {
        self.key = key
        self.problem = problem
    }

    package var description: String {
        switch problem {
        case .missing: "The setting \(key) is missing."
        case .notANumber: "The setting \(key) must be a whole number."
        case .notTrueOrFalse: "The setting \(key) must be true or false."
        case .unreadableFile: "The file that the setting \(key) names cannot be read."
        case .invalid: "The setting \(key) has a value that cannot be used."
        case .outOfRange(let range):
            "The setting \(key) must lie between \(range.lowerBound) and \(range.upperBound)."
        }
    }
}
