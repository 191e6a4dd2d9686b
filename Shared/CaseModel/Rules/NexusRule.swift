/// How strongly the act is linked to the cooperation, by the evidence there is for it (DOMAIN.md C.4). Suggests; a person
/// decides.
package enum NexusRule {
    /// One item that supports the link: what it shows, by its step of the list (temporal, pattern, explicit,
    /// acknowledged), and how credible it is.
    package struct Evidence: Sendable, Equatable {
        package var shows: NexusStrength
        package var credibility: InformationCredibility?

        package init(shows: NexusStrength, credibility: InformationCredibility?) {
            self.shows = shows
            self.credibility = credibility
        }
    }

    /// The strongest step that something of credibility 3 or better shows.
    ///
    /// That somebody was only believed to cooperate is enough for scope and is no evidence of the link: by itself it leads
    /// nowhere on this list.
    ///
    /// - Parameter order: How the days of the act and of the cooperation lie (`DateOrderRule`). Nearness is temporal evidence
    ///   by itself; an act that came first takes temporal evidence away.
    package static func suggest(_ evidence: [Evidence], order: DateOrderRule.Finding) -> NexusStrength {
        var shown = evidence.filter { $0.credibility.map { $0 <= .possiblyTrue } ?? false }.map(\.shows)
        if order == .soonAfter { shown.append(.n1) }
        if order == .actFirst { shown.removeAll { $0 == .n1 } }
        return shown.max() ?? .n0
    }
}
