/// Why a process cannot start, in a sentence for the person who runs it. Constant words only.
package struct StartFailure: CodedError, CustomStringConvertible {
    package let description: String
    package let code: String

    package init(_ sentence: StaticString, code: StaticString) {
        description = sentence.description
        self.code = code.description
    }
}
