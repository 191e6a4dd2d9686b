/// What one run may use.
package struct SandboxLimits: Sendable {
    /// Address space of each process.
    package var memoryBytes = 2 << 30
    package var processorSeconds = 60
    /// The largest file it may write.
    package var fileBytes = 512 << 20
    /// The memory that holds its temporary files.
    package var scratchBytes = 768 << 20
    /// Of its standard output.
    package var outputBytes = 512 << 20
    /// From start to end.
    package var time: Duration = .seconds(180)

    package init() {}
}
