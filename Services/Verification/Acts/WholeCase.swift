import CaseModel

/// What is said of the case as a whole, once: its nature, its effects, the three State fields, earlier reports.
struct WholeCase: CaseRecordContent {
    static let kind = RecordKind("FACTS")

    /// Code of list `act_nature`.
    var nature: String?
    /// Codes of list `effect`.
    var effects: [String] = []
    /// ISO 3166-1 alpha-3 each (DOMAIN.md B.2).
    var stateOfAct: [String] = []
    var stateResponsible: [String] = []
    var stateOfNationality: [String] = []
    /// Nil where nobody has looked.
    var previouslyReported: Bool?
    /// Official UN documents and communications that name it.
    var references: [String] = []
    var onPremises: Bool?

    static let codeLists = [
        "nature": "act_nature", "effects": "effect", "stateOfAct": "state", "stateResponsible": "state",
        "stateOfNationality": "state",
    ]

    static let order = [
        "nature", "effects", "stateOfAct", "stateResponsible", "stateOfNationality", "previouslyReported",
        "references", "onPremises",
    ]

    /// The effect that stands for "none": beside another it would contradict it.
    static let noEffect = "E_NONE"
}
