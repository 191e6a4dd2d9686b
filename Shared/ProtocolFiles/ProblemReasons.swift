extension ProtocolFile.Problem {
    /// In words, for whoever wrote the file.
    package var reason: String { Self.reasons[problem] ?? problem }

    private static let reasons: [String: String] = [
        // Of the file.
        "file_unreadable": "The file cannot be read, or is larger than a megabyte.",
        "folder_unreadable": "The folder that AMPARO_PROTOCOLS names cannot be read.",
        "version_is_taken": "Another file says something else under the same code and version: raise the version.",
        // Of YAML.
        "syntax": "This is not YAML.",
        "empty": "The file is empty.",
        "several-documents": "The file must hold one document.",
        "alias": "Anchors and aliases are not read: a few lines of them unfold into gigabytes.",
        "key-is-no-text": "A field's name must be a text.",
        "too-deep": "This is nested too deeply.",
        "too-large": "The file is too large.",
        "duplicate-key": "This field stands here twice.",
        "not-fields": "Here must stand fields with names.",
        "unknown-field": "There is no field of this name.",
        "missing-field": "A field is missing.",
        "not-a-list": "Here must stand a list.",
        "not-a-text": "Here must stand a text of 4000 bytes at most.",
        "not-a-number": "Here must stand a whole number.",
        "not-true-or-false": "Here must stand true or false.",
        "unknown-code": "There is no such code.",
        // Of the protocol.
        "no_steps": "A protocol must have steps.",
        "unknown_entity": "There is no such UN entity in the code list.",
        "unknown_tool": "There is no such type of action in the code list.",
        "title_without_english": "A title needs an English text.",
        "not_a_day": "Here must stand a day such as 2026-01-31.",
        "review_before_adoption": "The review must come after the adoption.",
        "duplicate_step": "Another step has the same id.",
        "unknown_step": "There is no step of this id.",
        "steps_in_a_circle": "The step waits, over others or at once, for itself.",
        "clock_out_of_range": "A clock runs for 1 to 3650 hours or days, and is extended 10 times at most.",
        "escalates_to_itself": "It must escalate to another role than the one that does it.",
        "version_out_of_range": "A version lies between 1 and 9999.",
    ]
}
