import Accounts
import CaseModel
import Testing

@Suite struct PermissionTests {
    @Test func `who does not stand in the table may do nothing`() {
        for role in [Role.submitter, .stateRespondent, .tbRapporteur] {
            for permission in Permission.allCases { #expect(!Permissions.standard.allows(permission, [role])) }
        }
        #expect(!Permissions.standard.allows(.readCases, []))
    }

    @Test func `whose duties exclude content never reads cases`() {
        for role in Role.allCases where role.seesNoContent || role.isOutside {
            for permission in [Permission.readCases, .openCases, .recordFindings, .decideCases, .answerSources] {
                #expect(!Permissions.standard.allows(permission, [role]), "\(role) \(permission)")
            }
        }
    }

    @Test func `who takes down accounts need not be somebody who may read them`() {
        #expect(Permissions.standard.allows(.enterSubmissions, [.focalPoint]))
        #expect(!Permissions.standard.allows(.readCases, [.focalPoint, .sessionSecretariat, .headOfPresence]))
        for role in Role.allCases where role.seesNoContent || role.isOutside {
            #expect(!Permissions.standard.allows(.enterSubmissions, [role]), "\(role)")
        }
        // Whoever changes the calendar sees it.
        #expect(Set<Role>.who(may: .keepCalendar).isSubset(of: .who(may: .readCalendar)))
    }

    @Test func `an officer of the desk walks a case from opening to answer`() {
        for permission in [Permission.readCases, .openCases, .recordFindings, .decideCases, .answerSources] {
            #expect(Permissions.standard.allows(permission, [.caseOfficer]))
        }
        #expect(Set<Role>.who(may: .readAudit) == [.auditor, .dpo])
        #expect(!Set<Role>.anyStaff.contains(.submitter))
    }
}
