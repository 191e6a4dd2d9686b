import CaseModel
import Foundation
import HTTP
import ServiceRuntime

/// A refusal as a problem document with a challenge: `{"work": {"challenge": …, "bits": …, "expires": …}}`.
struct WorkProblem {
    private let failure: any HTTPFailure
    private let challenge: WorkChallenge
    private let request: RequestID

    init(_ failure: any HTTPFailure, _ challenge: WorkChallenge, request: RequestID) {
        self.failure = failure
        self.challenge = challenge
        self.request = request
    }

    var response: Response {
        var work = JSONObjectText()
        work.add("bits", challenge.bits)
        work.add("challenge", challenge.text)
        work.add("expires", EventCoding.text(of: challenge.expires))
        var problem = JSONObjectText()
        problem.add("code", failure.code)
        problem.add("instance", "urn:amparo:request:\(request)")
        problem.add("status", failure.status.rawValue)
        problem.add("title", failure.title)
        problem.add("type", "urn:amparo:problem:\(failure.code)")
        problem.add("work", json: work.object)
        var response = Response(failure.status, type: "application/problem+json", problem.object)
        failure.headers.forEach { response.headers[$0] = $1 }
        return response
    }
}
