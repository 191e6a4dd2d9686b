import Web

/// The parts of a case's file, each a page of its own, so that a page reads no more than it shows.
enum CaseSection: String, CaseIterable, Sendable {
    case overview, triage, people, acts, evidence, findings, consent, risk, `protocol`, source, notes, timeline

    func path(of id: some CustomStringConvertible) -> String {
        self == .overview ? "/desk/cases/\(id)" : "/desk/cases/\(id)/\(rawValue)"
    }

    var title: Phrase {
        switch self {
        case .overview: Phrase("case.section.overview")
        case .triage: Phrase("case.section.triage")
        case .people: Phrase("case.section.people")
        case .acts: Phrase("case.section.acts")
        case .evidence: Phrase("case.section.evidence")
        case .findings: Phrase("case.section.findings")
        case .consent: Phrase("case.section.consent")
        case .risk: Phrase("case.section.risk")
        case .protocol: Phrase("case.section.protocol")
        case .source: Phrase("case.section.source")
        case .notes: Phrase("case.section.notes")
        case .timeline: Phrase("case.section.timeline")
        }
    }
}
