import Web

/// Ways to the parts of a long page, at its top: what can be done stands below what is to be read.
struct WaysDown {
    let words: Words

    func html(_ parts: [(id: String, title: Phrase)]) -> HTML {
        .nav(
            [.class("ways"), .ariaLabel(words(Phrase("page.ways")))],
            .ul(.list(parts.map { .li(.a([.href("#\($0.id)")], words.html($0.title))) })))
    }
}
