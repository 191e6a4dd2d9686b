import ServiceRuntime

@main
enum Main {
    static func main() async {
        await ServiceMain.run("reporting") { settings, logger in
            try await ReportingApp(settings: settings, logger: logger).services
        }
    }
}
