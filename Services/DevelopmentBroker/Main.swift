import Kafka
import ServiceRuntime

/// A Kafka broker for development and tests: librdkafka's in-process cluster in a process of its own.
///
/// It listens on the loopback address only, keeps some 5 MB per partition in memory and forgets all when it stops.
@main
enum Main {
    static func main() async {
        await ServiceMain.run("development-broker") { settings, _ in
            let topics = try TopicsFile.read(settings)
            return [
                DevelopmentBroker(
                    port: try settings.int("AMPARO_BROKER_PORT", default: 19_092, in: 1...65_535), topics: topics)
            ]
        }
    }
}
