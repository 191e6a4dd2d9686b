/// A program and what it sees of this system.
package struct SandboxedProgram: Sendable {
    /// A file or folder of ours that it may read, and where it finds it.
    package struct Readable: Sendable {
        let path: String
        let place: String

        package init(_ path: String, at place: String) {
            self.path = path
            self.place = place
        }
    }

    let arguments: [String]
    package var readable: [Readable] = []
    package var environment: [String: String] = [:]
    package var limits = SandboxLimits()

    /// - Parameter path: Within /usr.
    package init(_ path: String, _ arguments: [String] = []) {
        self.arguments = [path] + arguments
    }

    /// A shell script of ours. What is not constant goes in as `$1`, `$2` …, never into its text.
    package init(script: StaticString, _ arguments: [String] = []) {
        self.init("/bin/sh", ["-euc", script.description, "sh"] + arguments)
    }

    /// The whole line: limits first, then the walls, then the program.
    ///
    /// Of the file system there is /usr to read, and /tmp in memory to write. No network, no other process, no user but
    /// nobody, no capability and no way to more of them; whoever ends the service ends this too.
    var line: [String] {
        [
            Sandbox.prlimit, "--as=\(limits.memoryBytes)", "--cpu=\(limits.processorSeconds)",
            "--fsize=\(limits.fileBytes)", "--nofile=256", "--core=0",
            Sandbox.bubblewrap, "--unshare-all", "--unshare-user", "--uid", "65534", "--gid", "65534",
            "--disable-userns", "--cap-drop", "ALL", "--die-with-parent", "--new-session", "--hostname", "sandbox",
            "--clearenv", "--ro-bind", "/usr", "/usr", "--symlink", "usr/bin", "/bin", "--symlink", "usr/lib", "/lib",
            "--symlink", "usr/lib64", "/lib64", "--ro-bind-try", "/etc/alternatives", "/etc/alternatives",
            "--ro-bind-try", "/etc/fonts", "/etc/fonts", "--proc", "/proc", "--dev", "/dev",
            "--size", "\(limits.scratchBytes)", "--tmpfs", "/tmp", "--chdir", "/tmp",
        ] + variables + files + ["--remount-ro", "/", "--"] + arguments
    }

    private var variables: [String] {
        let fixed = ["PATH": "/usr/bin", "HOME": "/tmp", "LC_ALL": "C.UTF-8", "TZ": "UTC"]
        return fixed.merging(environment) { _, own in own }.sorted { $0.key < $1.key }
            .flatMap { ["--setenv", $0.key, $0.value] }
    }

    private var files: [String] { readable.flatMap { ["--ro-bind", $0.path, $0.place] } }
}
