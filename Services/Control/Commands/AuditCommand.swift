import Audit
import CaseModel
import Postgres
import ServiceRuntime

/// `amparo audit verify`: walks each service's chain and holds it against the heads that the others have kept.
enum AuditCommand {
    static let verify = Command(
        name: "audit verify", parameters: "",
        summary: "Find any edit of what staff have done; exit code 1 where there is one."
    ) { words, context in
        try words.allow()
        let keepers: [ServiceName] = [.verification, .notification, .reporting]
        var verdicts: [(ServiceName, AuditChain.Verdict)] = []
        for service in keepers {
            let chain = try AuditChain(of: service)
            var heads: [ChainHead] = []
            // Read before the chain: a head that is kept by now stands in it.
            for keeper in keepers where keeper != service {
                heads += try await context.inSchema(of: keeper) { try await chain.headsKept(by: keeper, in: &$0) }
            }
            let kept = heads
            let verdict = try await context.inSchema(of: service, .snapshot) {
                try await chain.verify(heads: kept, in: &$0)
            }
            verdicts.append((service, verdict))
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
