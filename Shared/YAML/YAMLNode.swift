/// One value of a YAML file, with the line on which it begins, so that whoever wrote the file is told where to look.
package struct YAMLNode: Sendable, Equatable {
    package enum Content: Sendable, Equatable {
        /// A text as it is written. `isPlain` where it stands without quotes.
        case scalar(String, isPlain: Bool)
        case sequence([YAMLNode])
        /// In the file's order; no key twice.
        case mapping([YAMLField])
    }

    package let content: Content
    /// Counted from 1.
    package let line: Int

    package init(_ content: Content, line: Int) {
        self.content = content
        self.line = line
    }
}

/// A key and its value.
package struct YAMLField: Sendable, Equatable {
    package let name: String
    package let line: Int
    package let value: YAMLNode

    package init(name: String, line: Int, value: YAMLNode) {
        self.name = name
        self.line = line
        self.value = value
    }
}

/// What is wrong with a file, and where. Says nothing of what stands there.
package struct YAMLError: Error, Equatable {
    package enum Problem: String, Sendable {
        case syntax
        case empty
        case severalDocuments = "several-documents"
        /// Anchors and aliases are refused: a few lines of them unfold into gigabytes.
        case alias
        case duplicateKey = "duplicate-key"
        case keyIsNoText = "key-is-no-text"
        case tooDeep = "too-deep"
        case tooLarge = "too-large"
    }

    package let problem: Problem
    package let line: Int

    package init(_ problem: Problem, line: Int) {
        self.problem = problem
        self.line = line
    }

    package var code: String { "yaml-\(problem.rawValue)" }
}
