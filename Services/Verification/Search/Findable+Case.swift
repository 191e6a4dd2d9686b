import Accounts
import CaseModel
import Foundation

extension Findable {
    /// All that officers hold of a case.
    ///
    /// - Parameter records: Those that stand, of every kind, as their fields.
    init(_ file: CaseFile, records: [(kind: RecordKind, fields: [String: FieldValue])], _ lists: CodeLists) {
        add(.found, "CASE")
        add(.urgency, file.row.urgency.rawValue)
        add(.status, file.row.status.rawValue)
        add(.officer, file.row.officer?.description)
        add(.nexus, file.record.nexus.rawValue)
        add(.verification, (file.record.decision?.verification ?? file.suggestion.status).rawValue)
        add(file.record.decision?.reason)
        texts.append(String(file.row.number))
        for item in file.items {
            add(item.content.note)
            add(item.content.group)
        }
        for record in records { add(record.fields, of: RecordKinds.type(of: record.kind), lists) }
    }

    /// A record of any kind: codes by the list of their field, everything else as words. By words of what not everybody may
    /// read who may search, nothing is found.
    private mutating func add(
        _ fields: [String: FieldValue], of type: any CaseRecordContent.Type, _ lists: CodeLists
    ) {
        var found = Findable()
        for (name, value) in fields {
            found.add(value, FieldPlace(name: name, list: type.codeLists[name], lists: type.codeLists), lists)
        }
        codes.formUnion(found.codes)
        if type.reading == .readCases { texts += found.texts }
    }

    private struct FieldPlace {
        let name: String
        let list: String?
        /// The lists of all fields of the record.
        let lists: [String: String]
    }

    private mutating func add(_ value: FieldValue, _ place: FieldPlace, _ lists: CodeLists) {
        switch value {
        case .null, .truth, .number: break
        case .text(let text): add(text, place, lists)
        case .list(let items): for item in items { add(item, place, lists) }
        case .object(let fields):
            for (key, value) in fields {
                // A key is a code, or the name of a field within.
                if let list = place.list, lists.contains(key, in: list) { add(key, place, lists) }
                let list = place.lists["\(place.name).\(key)"] ?? place.list
                add(value, FieldPlace(name: key, list: list, lists: place.lists), lists)
            }
        }
    }

    private mutating func add(_ text: String, _ place: FieldPlace, _ lists: CodeLists) {
        if let facet = Self.facet(of: place.name) {
            add(facet, text)
        } else if let list = place.list, lists.contains(text, in: list) {
            if list == "act_type" { add(acts: [text], lists) } else { add(Facet(rawValue: list) ?? .found, text, list) }
        } else if UUID(uuidString: text) == nil {
            // A link to another record is no word.
            add(text)
        }
    }

    /// A code of a list that is no facet is not found by.
    private mutating func add(_ facet: Facet, _ code: String, _ list: String) {
        if facet.rawValue == list { add(facet, code) }
    }

    /// Of a field whose codes stand in no list that is a facet.
    private static func facet(of field: String) -> Facet? {
        switch field {
        case "stateOfAct": .stateOfAct
        case "stateResponsible": .stateResponsible
        case "stateOfNationality", "nationalities": .stateOfNationality
        case "event", "eventID": .event
        default: nil
        }
    }
}
