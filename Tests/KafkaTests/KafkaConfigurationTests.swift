import Kafka
import ServiceRuntime
import Testing

@Suite struct KafkaConfigurationTests {
    @Test func `the brokers must be named`() {
        #expect(throws: SettingsError(key: "AMPARO_KAFKA_BOOTSTRAP", problem: .missing)) {
            try KafkaConfiguration(settings: Settings(layers: [[:]]))
        }
    }

    @Test(arguments: [
        (["AMPARO_KAFKA_SECURITY_PROTOCOL": "tls"], "AMPARO_KAFKA_SECURITY_PROTOCOL", SettingsError.Problem.invalid),
        (
            ["AMPARO_KAFKA_SECURITY_PROTOCOL": "sasl_ssl", "AMPARO_KAFKA_SASL_MECHANISM": "GSSAPI"],
            "AMPARO_KAFKA_SASL_MECHANISM", .invalid
        ),
        (["AMPARO_KAFKA_SECURITY_PROTOCOL": "SASL_SSL"], "AMPARO_KAFKA_SASL_USERNAME", .missing),
        (
            ["AMPARO_KAFKA_SECURITY_PROTOCOL": "sasl_ssl", "AMPARO_KAFKA_SASL_USERNAME": "intake"],
            "AMPARO_KAFKA_SASL_PASSWORD", .missing
        ),
        (["AMPARO_KAFKA_FETCH_WAIT": "soon"], "AMPARO_KAFKA_FETCH_WAIT", .notANumber),
    ])
    func `a setting that cannot be used is named`(
        _ values: [String: String], _ key: String, _ problem: SettingsError.Problem
    ) {
        let settings = Settings(layers: [values, ["AMPARO_KAFKA_BOOTSTRAP": "127.0.0.1:9092"]])
        #expect(throws: SettingsError(key: key, problem: problem)) { try KafkaConfiguration(settings: settings) }
    }

    @Test func `a client accepts what the settings for encryption and sign-in become`() throws {
        let settings = Settings(layers: [
            [
                "AMPARO_KAFKA_BOOTSTRAP": "127.0.0.1:1", "AMPARO_KAFKA_SECURITY_PROTOCOL": "sasl_ssl",
                "AMPARO_KAFKA_SASL_USERNAME": "intake", "AMPARO_KAFKA_SASL_PASSWORD": "secret",
                "AMPARO_KAFKA_CA_FILE": "/etc/ssl/certs/ca-certificates.crt",
            ]
        ])
        let configuration = try KafkaConfiguration(settings: settings)
        #expect(!"\(configuration)".contains("secret"))
        _ = try KafkaProducer(
            configuration, logger: Logger(service: "test") { _ in }, metrics: Metrics())
    }
}
