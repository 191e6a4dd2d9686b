import Postgres
import ServiceRuntime
import Testing

struct DatabaseConfigurationTests {
    @Test func `a process's second role shares its password and keeps its own name`() throws {
        let settings = Settings(layers: [
            [
                "AMPARO_DATABASE_URI": "postgresql:///amparo", "AMPARO_DATABASE_USER": "door",
                "AMPARO_DATABASE_PASSWORD": "one",
            ]
        ])
        let first = try DatabaseConfiguration(settings: settings, role: "app")
        let second = try DatabaseConfiguration(settings: settings, secondRole: "system")
        #expect(first.user == "door")
        #expect(second.user == "system")
        #expect(second.password?.exposed == "one")
        #expect(first.password?.exposed == "one")
    }
}
