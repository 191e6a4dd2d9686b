import CaseModel
import Foundation
import Messaging
import Postgres
import Vault

/// Tells the focal points of the compartment that a case was opened.
struct TellOfCase: EventHandler {
    func handle(_ event: ReceivedEvent<CaseOpened>, in transaction: inout Transaction) async throws {
        let opened = event.payload
        try await AlertQueries.insert(
            Alert(
                id: AlertID(event.id), about: .case(opened.caseID), urgency: opened.urgency,
                compartment: opened.compartment, raisedAt: opened.openedAt),
            in: &transaction)
    }
}

/// Takes an alert over: it does not wait for a case.
struct TakeAlert: EventHandler {
    func handle(_ event: ReceivedEvent<AlertRaised>, in transaction: inout Transaction) async throws {
        let raised = event.payload
        guard let about = raised.caseID.map(Alert.About.case) ?? raised.submissionID.map(Alert.About.submission) else {
            throw HandlingFailure.reject(reason: "alert-about-nothing")
        }
        try await AlertQueries.insert(
            Alert(
                id: raised.alertID, about: about, urgency: raised.urgency, compartment: raised.compartment,
                raisedAt: raised.raisedAt),
            in: &transaction)
    }
}
