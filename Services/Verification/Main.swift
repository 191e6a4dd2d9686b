import ServiceRuntime

@main
enum Main {
    static func main() async {
        await ServiceMain.run("verification") { settings, logger in
            try await VerificationApp(settings: settings, logger: logger).services
        }
    }
}
