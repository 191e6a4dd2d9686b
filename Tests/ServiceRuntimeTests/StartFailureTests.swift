import Foundation
import ServiceRuntime
import Testing

@Suite struct `What a failed start says` {
    @Test func `one clear line for what a person can mend, a code for the rest`() {
        struct Coded: CodedError { let code = "08006" }
        struct Other: Error { let secret = "Amina" }
        #expect(
            ServiceMain.line(for: SettingsError(key: "AMPARO_KEYS", problem: .missing))
                == "The setting AMPARO_KEYS is missing.")
        #expect(
            ServiceMain.line(for: StartFailure("The schema is behind.", code: "behind")) == "The schema is behind.")
        #expect(ServiceMain.line(for: Coded()) == "It could not go on (08006).")
        #expect(ServiceMain.line(for: Other()) == "It could not go on (Other).")
    }

    @Test func `no core file is written from then on`() {
        ServiceMain.forbidCoreFiles()
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
        #expect(limit.rlim_max == 0)
    }
}
