import Audit
import CaseModel
import ServiceRuntime

/// `amparo audit verify`: walks each service's chain and holds it against the heads that the others have kept.
enum AuditCommand {
    static let verify = Command(
        name: "audit verify", parameters: "",
        summary: "Find any edit of what staff have done; exit code 1 where there is one."
    ) { words, context in
        try words.allow()
        let keepers: [ServiceName] = [.verification, .notification, .reporting]
        let verdicts = try await context.withDatabase { database in
            var verdicts: [(ServiceName, AuditChain.Verdict)] = []
            for service in keepers {
                let chain = try AuditChain(of: service)
                var heads: [ChainHead] = []
                for keeper in keepers where keeper != service {
                    heads += try await chain.headsKept(by: keeper, in: database)
                }
                verdicts.append((service, try await chain.verify(in: database, heads: heads)))
            }
            return verdicts
        }
        var isWhole = true
        for (service, verdict) in verdicts {
            switch verdict {
            case .intact(let entries, let heads):
                Terminal.print("\(service.rawValue): intact, \(entries) entries, \(heads) heads kept elsewhere met")
            case .broken(let place):
                isWhole = false
                Terminal.print("\(service.rawValue): BROKEN at entry \(place)")
            }
        }
        guard isWhole else { throw StartFailure("An audit chain has been changed.", code: "audit-broken") }
    }
}
