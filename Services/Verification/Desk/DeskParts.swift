import Accounts
import CaseModel
import Messaging
import ServiceRuntime
import Vault

/// What the features of the desk are made of. Each registers its routes from it, in one line of `VerificationApp`.
struct DeskParts: Sendable {
    let desk: DeskDatabase
    let keys: ServiceKeys
    let caseKeys: CaseKeys
    let outbox: Outbox
    let lists: CodeLists
    let pages: StaffPages
    let evidence: EvidenceStore
    let settings: Settings
    let likeness: KeepLikeness
    let records = CaseRecords()

    var files: CaseFiles { CaseFiles(caseKeys: caseKeys) }
    var open: OpenSubmission { OpenSubmission(keys: keys) }
    var sources: SourceFiles { SourceFiles(open: open, caseKeys: caseKeys) }
    var shell: CaseShell { CaseShell(pages: pages, lists: lists) }
}
