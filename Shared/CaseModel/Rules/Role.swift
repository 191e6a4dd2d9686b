/// What somebody may be in the house (list `role`). An approver never approves what he or she drafted.
package enum Role: String, Codable, Sendable, CaseIterable {
    case submitter = "SUBMITTER"
    case intakeOfficer = "INTAKE_OFFICER"
    case caseOfficer = "CASE_OFFICER"
    case secondReviewer = "SECOND_REVIEWER"
    case deskOfficer = "DESK_OFFICER"
    case focalPoint = "FOCAL_POINT"
    case protectionFocalPoint = "PROTECTION_FOCAL_POINT"
    case securityFocalPoint = "SECURITY_FOCAL_POINT"
    case sessionSecretariat = "SESSION_SECRETARIAT"
    case headOfPresence = "HEAD_OF_PRESENCE"
    case residentCoordinator = "RESIDENT_COORDINATOR"
    case entityPrincipal = "ENTITY_PRINCIPAL"
    case asg = "ASG"
    case highCommissioner = "HIGH_COMMISSIONER"
    case secretaryGeneral = "SECRETARY_GENERAL"
    case hrcPresident = "HRC_PRESIDENT"
    case spMandateHolder = "SP_MANDATE_HOLDER"
    case spCoordination = "SP_COORDINATION"
    case tbRapporteur = "TB_RAPPORTEUR"
    case stateRespondent = "STATE_RESPONDENT"
    case nhriLiaison = "NHRI_LIAISON"
    case reportEditor = "REPORT_EDITOR"
    case dataAnalyst = "DATA_ANALYST"
    case dpo = "DPO"
    case auditor = "AUDITOR"
    case sysadmin = "SYSADMIN"

    /// Somebody outside the UN, who never signs in at the staff door.
    package var isOutside: Bool { self == .submitter || self == .stateRespondent }

    /// Whose duties never include the content of a case, whatever else they may do (DESIGN §6).
    package var seesNoContent: Bool { [.dataAnalyst, .auditor, .sysadmin].contains(self) }
}
