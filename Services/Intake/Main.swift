import ServiceRuntime

@main
enum Main {
    static func main() async {
        await ServiceMain.run("intake") { settings, logger in
            try await IntakeApp(settings: settings, logger: logger).services
        }
    }
}
