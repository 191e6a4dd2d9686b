import CaseModel
import Foundation
import HTTP
@testable import Intake
import TestSupport
import Testing
import Vault

@Suite(.timeLimit(.minutes(15))) struct `The document of the API` {
    typealias JSON = [String: Any]

    @Test func `describes each route for programs with its method and who may use it, and no other`() async throws {
        try await read { document, door, _ in
            let paths = try #require(document["paths"] as? [String: [String: JSON]])
            var described: [String: String] = [:]
            for (path, methods) in paths {
                for (method, operation) in methods {
                    let security = try #require(operation["security"] as? [JSON])
                    described["\(method.uppercased()) \(path)"] = security[0].isEmpty ? "public" : "partner"
                    #expect(operation["operationId"] != nil)
                }
            }
            let routes = door.router.routes.filter { $0.pattern.hasPrefix("/api/") && !$0.pattern.contains("/uploads") }
            let served = Dictionary(
                uniqueKeysWithValues: routes.map {
                    (
                        "\($0.method.rawValue) \($0.pattern)",
                        $0.access.label.split(separator: ":").first.map(String.init)
                    )
                })
            #expect(described == served.compactMapValues { $0 })
        }
    }

    @Test func `has the fields that are read, with their types and limits`() async throws {
        try await read { document, _, lists in
            for (schema, more) in [("Submission", []), ("PartnerSubmission", ["idempotencyKey", "consent"])] {
                let properties = try properties(schema, document)
                #expect(Set(properties.keys) == Set(SubmissionFields.all.keys).union(more))
                for (name, place) in SubmissionFields.all {
                    let types = properties[name]?["type"]
                    let type = (types as? [String])?.first ?? types as? String
                    switch place {
                    case .text: #expect(type == "string", "\(name)")
                    case .flag: #expect(type == "boolean", "\(name)")
                    case .list: #expect(type == "array", "\(name)")
                    }
                }
                let limits: [String: Int] = [
                    "narrative": FieldLimits.narrative, "cooperation": FieldLimits.cooperation,
                    "place": FieldLimits.place, "affected": FieldLimits.affected,
                    "responsible": FieldLimits.responsible, "contact": FieldLimits.contact,
                    "contactTimes": FieldLimits.contactTimes, "happenedInWords": FieldLimits.happenedInWords,
                    "toldTo": FieldLimits.toldTo, "consentProof": FieldLimits.consentProof,
                    "consentConditions": FieldLimits.consentConditions,
                    "sourceReference": FieldLimits.sourceReference, "language": FieldLimits.language,
                    "pageLanguage": FieldLimits.language,
                ]
                let said = properties.compactMapValues { $0["maxLength"] as? Int }
                #expect(said == limits)
                let items = properties.compactMapValues { $0["maxItems"] as? Int }
                #expect(items.values.allSatisfy { $0 <= SubmissionFields.listLimit })
                #expect(items["unEntities"] == FieldLimits.unEntities && items["acts"] == FieldLimits.acts)
            }
        }
    }

    @Test func `names the codes of the lists and of the words, as they are`() async throws {
        try await read { document, _, lists in
            let properties = try properties("Submission", document)
            let wanted: [String: [String]] = [
                "dangers": DeclaredDanger.allCases.map(\.rawValue), "anonymity": AnonymityWish.allCases.map(\.rawValue),
                "forWhom": ForWhom.allCases.map(\.rawValue), "unLink": UNLink.allCases.map(\.rawValue),
                "consentBasis": ConsentBasis.allCases.map(\.rawValue),
                "contactWish": ContactWish.allCases.map(\.rawValue),
                "stateOfAct": lists.states(inOrderOf: "en").map(\.iso3),
                "unEntities": try codes("un_entity", lists), "acts": try codes("act_type", lists),
                "cooperationLimbs": try codes("cooperation_limb", lists),
                "cooperationActivities": try codes("cooperation_activity", lists),
                "cooperationTense": try codes("cooperation_tense", lists),
                "placePrecision": try codes("place_precision", lists), "gender": try codes("gender", lists),
                "ageBand": try codes("age_band", lists), "situations": try codes("vulnerability", lists),
                "purposes": try codes("consent_purpose", lists),
            ]
            for (name, property) in properties {
                let list = (property["items"] as? JSON ?? property)["enum"] as? [Any]
                #expect((list == nil) == (wanted[name] == nil), "\(name)")
                let said = (list ?? []).compactMap { $0 as? String }.filter { !$0.isEmpty }
                #expect(said == wanted[name] ?? [], "\(name)")
            }
            let partner = try self.properties("PartnerSubmission", document)
            #expect(partner["forWhom"]?["enum"] as? [String] == wanted["forWhom"])
        }
    }

    @Test func `gives examples that are taken`() async throws {
        try await read { document, door, _ in
            let paths = try #require(document["paths"] as? [String: [String: JSON]])
            for (path, methods) in paths {
                guard let content = (methods["post"]?["requestBody"] as? JSON)?["content"] as? [String: JSON] else {
                    continue
                }
                // The examples have one key; each partner's keys are its own.
                let partner = try await PartnerUnderTest.add(in: door.house)
                for (type, media) in content {
                    guard let example = media["example"] else { continue }
                    let body =
                        try (example as? String).map { Data($0.utf8) }
                        ?? JSONSerialization.data(withJSONObject: example)
                    let request = try Request(
                        .post, path,
                        headers: ["Content-Type": type, "Authorization": "Bearer \(partner.token.printed)"],
                        body: Array(body))
                    let response = await door.router.respond(to: request)
                    #expect([.ok, .created].contains(response.status), "\(path) \(response.text)")
                }
            }
            #expect(try await door.rows()[0] >= 2)
        }
    }

    // MARK: Support

    private func read(_ body: (JSON, PublicDoorUnderTest, CodeLists) async throws -> Void) async throws {
        try await PublicDoorUnderTest.open { door in
            let response = try await door.get("/api/v1/openapi.json")
            #expect(response.headers["Content-Type"] == "application/json")
            let value = try JSONSerialization.jsonObject(with: Data(response.bytes))
            try await body(try #require(value as? JSON), door, try CodeLists.bundled())
        }
    }

    private func properties(_ schema: String, _ document: JSON) throws -> [String: JSON] {
        let components = try #require(document["components"] as? [String: [String: JSON]])
        return try #require(components["schemas"]?[schema]?["properties"] as? [String: JSON])
    }

    private func codes(_ list: String, _ lists: CodeLists) throws -> [String] {
        try lists.list(list).items.map(\.code)
    }
}
