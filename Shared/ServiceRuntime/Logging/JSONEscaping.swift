extension String {
    /// Fit to stand between the quotes of a JSON string.
    var jsonEscaped: String {
        var escaped = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"": escaped += "\\\""
            case "\\": escaped += "\\\\"
            case _ where scalar.value < 0x20: escaped += "\\u" + String(scalar.value + 0x10000, radix: 16).dropFirst()
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
