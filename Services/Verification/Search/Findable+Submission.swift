import CaseModel

extension Findable {
    /// All that a source and the officers have said in and about a submission.
    ///
    /// - Parameter versions: Other contents of the same entry.
    init(_ file: SourceFile, versions: [SubmissionContent], _ lists: CodeLists) {
        add(.found, "SUBMISSION")
        add(.urgency, file.row.urgency.rawValue)
        for content in [file.content].compactMap({ $0 }) + versions { add(content, lists) }
        for update in file.updates { if let content = update.content { add(content) } }
        for message in file.messages { add(message.content?.text) }
    }

    mutating func add(_ content: SubmissionContent, _ lists: CodeLists) {
        for text in [
            content.narrative, content.cooperation, content.happenedInWords, content.place, content.affected,
            content.responsible, content.toldTo, content.consent.conditions, content.consent.proof, content.contact,
            content.sourceReference, content.happened?.text ?? "", content.cooperated?.text ?? "",
        ] { add(text) }
        for file in content.evidence { add(file.name) }
        add(acts: content.acts, lists)
        add(.entity, content.unEntities)
        add(.activity, content.cooperationActivities)
        add(.stateOfAct, content.stateOfAct)
        add(.event, content.eventID?.description)
        add(.channel, content.channel)
        add(language: content.language, lists)
        add(.gender, content.person?.gender)
        add(.age, content.person?.ageBand)
        add(.vulnerability, content.person?.situations ?? [])
    }

    private mutating func add(_ update: SourceUpdate) {
        add(update.text)
        add(update.contact?.contact)
        add(update.consent?.conditions)
        for file in update.evidence { add(file.name) }
    }

    /// Of its base language; `other` where the list does not have it.
    private mutating func add(language: String, _ lists: CodeLists) {
        let base = String(language.prefix { $0 != "-" }).lowercased()
        add(.language, lists.contains(base, in: "language") ? base : "other")
    }
}
