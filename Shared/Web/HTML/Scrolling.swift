extension HTML {
    /// A table with more columns than a telephone has room for: it scrolls by itself, with the keyboard as well, and the
    /// page around it does not.
    ///
    /// - Parameter label: What the table is about, for whoever does not see it.
    package static func scrolling(_ label: String, _ table: HTML) -> HTML {
        .div([.class("scroll"), .role("region"), .ariaLabel(label), .tabindex(0)], table)
    }
}
