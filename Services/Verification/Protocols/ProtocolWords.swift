import CaseModel
import Web

/// A protocol in the reader's words: its own texts where it has them in that language, else in English.
enum ProtocolWords {
    static func text(_ texts: [String: String], _ words: Words) -> String {
        texts[words.language.code] ?? texts["en"] ?? ""
    }

    /// The same as markup, which says so where it is English instead.
    static func html(_ texts: [String: String], _ words: Words) -> HTML {
        guard texts[words.language.code] == nil else { return .text(text(texts, words)) }
        return .span([.lang("en"), .dir(.leftToRight)], .text(text(texts, words)))
    }

    static func phrase(_ kind: StepEvent.Kind) -> Phrase {
        switch kind {
        case .done: Phrase("protocol.event.done")
        case .skipped: Phrase("protocol.event.skipped")
        case .reopened: Phrase("protocol.event.reopened")
        case .stopped: Phrase("protocol.event.stopped")
        case .resumed: Phrase("protocol.event.resumed")
        case .extended: Phrase("protocol.event.extended")
        }
    }

    static func phrase(_ status: ProtocolRun.Status) -> Phrase {
        switch status {
        case .waiting: Phrase("protocol.state.waiting")
        case .open: Phrase("protocol.state.open")
        case .done: Phrase("protocol.state.done")
        case .skipped: Phrase("protocol.state.skipped")
        }
    }

    static func phrase(_ clock: StepClock) -> Phrase {
        let values = ["amount": PhraseValue.number(clock.amount)]
        return switch clock.unit {
        case .hours: Phrase("protocol.clock.hours", values)
        case .days: Phrase("protocol.clock.days", values)
        case .workingDays: Phrase("protocol.clock.working_days", values)
        }
    }

    static func phrase(_ fact: CaseFact) -> Phrase {
        switch fact {
        case .act: Phrase("protocol.need.act")
        case .unLink: Phrase("protocol.need.un_link")
        case .victim: Phrase("protocol.need.victim")
        case .perpetrator: Phrase("protocol.need.perpetrator")
        case .submitter: Phrase("protocol.need.submitter")
        case .date: Phrase("protocol.need.date")
        case .place: Phrase("protocol.need.place")
        case .circumstances: Phrase("protocol.need.circumstances")
        case .cooperation: Phrase("protocol.need.cooperation")
        case .consent: Phrase("protocol.need.consent")
        case .earlierReports: Phrase("protocol.need.earlier_reports")
        case .workingLanguage: Phrase("protocol.need.working_language")
        }
    }

    static func phrase(_ reader: CompletenessRule.Reader) -> Phrase {
        switch reader {
        case .platform: Phrase("protocol.needed_by.platform")
        case .entityProtocol: Phrase("protocol.needed_by.protocol")
        case .specialProcedures: Phrase("protocol.needed_by.special_procedures")
        case .report: Phrase("protocol.needed_by.report")
        }
    }

    /// Which field a refusal belongs to, and what it says.
    static func error(_ refusal: FollowProtocol.Refusal) -> FormError {
        switch refusal {
        case .run(let refusal): error(refusal)
        case .evidenceMissing: FormError("evidence", Phrase("protocol.refused.evidence_missing"))
        case .unknownProtocol: FormError("protocol", Phrase("field.unknown_code"))
        case .nothingNew: FormError("protocol", Phrase("protocol.refused.nothing_new"))
        case .reasonMissing: FormError("protocol_reason", Phrase("protocol.refused.reason_missing"))
        case .versionReused: FormError("protocol", Phrase("protocol.refused.version_reused"))
        case .roleMissing: FormError("step", Phrase("protocol.refused.role_missing"))
        case .holderUnsaid: FormError("reason", Phrase("protocol.refused.holder_unsaid"))
        case .noProtocol: FormError("protocol", Phrase("protocol.refused.no_protocol"))
        }
    }

    private static func error(_ refusal: ProtocolRun.Refusal) -> FormError {
        switch refusal {
        case .unknownStep: FormError("step", Phrase("field.unknown_code"))
        case .reasonMissing: FormError("reason", Phrase("protocol.refused.reason_missing"))
        case .stepIsOver: FormError("event", Phrase("protocol.refused.step_is_over"))
        case .stepIsOpen: FormError("event", Phrase("protocol.refused.step_is_open"))
        case .stepWaits: FormError("event", Phrase("protocol.refused.step_waits"))
        case .noClock: FormError("event", Phrase("protocol.refused.no_clock"))
        case .clockMayNotStop: FormError("event", Phrase("protocol.refused.clock_may_not_stop"))
        case .clockStands: FormError("event", Phrase("protocol.refused.clock_stands"))
        case .clockRuns: FormError("event", Phrase("protocol.refused.clock_runs"))
        case .noExtensionLeft: FormError("event", Phrase("protocol.refused.no_extension_left"))
        }
    }
}
