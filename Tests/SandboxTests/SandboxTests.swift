import Foundation
import Glibc
import ServiceRuntime
import TestSupport
import Testing
@testable import Sandbox

/// A marker as a file, which nothing in the sandbox may find.
private let marker = "planted-\(UUID().uuidString)"

@Suite(.timeLimit(.minutes(15)), .enabled(if: Walls.canBeBuilt, "programs cannot be walled off on this machine"))
struct `A program in the sandbox` {
    let sandbox = Sandbox()

    private func run(
        _ script: StaticString, _ arguments: [String] = [], input: [UInt8] = [],
        _ change: (inout SandboxLimits) -> Void = { _ in }
    ) async throws -> String {
        var program = SandboxedProgram(script: script, arguments)
        change(&program.limits)
        return String(decoding: try await sandbox.output(of: program, input: input), as: UTF8.self)
    }

    private func error(
        _ script: StaticString, _ change: (inout SandboxLimits) -> Void = { _ in }
    ) async throws -> SandboxError? {
        do {
            _ = try await run(script, input: [], change)
            return nil
        } catch let error as SandboxError {
            return error
        }
    }

    @Test func `gets its input and gives its output, byte for byte`() async throws {
        var bytes = [UInt8](repeating: 0, count: 3_000_000)
        for index in bytes.indices { bytes[index] = UInt8(truncatingIfNeeded: index &* 31 &+ index >> 9) }
        var program = SandboxedProgram(script: "cat >in; cat in")
        program.limits.outputBytes = bytes.count
        let output = try await sandbox.output(of: program, input: bytes)
        #expect(output == bytes)
    }

    /// bubblewrap ends with the thread that has started it, and the pool's threads end when they have nothing to do.
    @Test func `outlives the thread that started it`() async throws {
        let output = try await run("sleep 9; echo here")
        #expect(output == "here\n")
        let line = SandboxedProgram(script: "sleep 2; echo here").line
        let started = await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: try? RunningProcess(line)) }
        }
        let process = try #require(started)
        var bytes: [UInt8] = []
        while let piece = try await process.read() { bytes += piece }
        let status = await process.wait()
        #expect(status == 0 && bytes == Array("here\n".utf8))
    }

    @Test func `takes what is not constant as words, not as script`() async throws {
        let output = try await run("printf '%s|%s' \"$1\" \"$2\"", ["$(id); echo", "'; id #"])
        #expect(output == "$(id); echo|'; id #")
    }

    @Test func `sees no network, no process, no file and no word of ours`() async throws {
        setenv("AMPARO_PLANTED", marker, 1)
        let folder = FileManager.default.temporaryDirectory.appending(path: "sandbox-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "planted")
        try Data(marker.utf8).write(to: file)
        // A file that every program started in the usual way would inherit.
        let inherited = open(file.path, O_RDONLY)
        try #require(inherited > 2)
        defer { close(inherited) }
        let seen = try await run(
            """
            env
            cat "$1" /proc/1/environ /proc/*/environ 2>/dev/null || true
            for f in /proc/self/fd/*; do case "${f##*/}" in 0|1|2) ;; *) cat <"$f" 2>/dev/null || true; esac; done
            echo "files: $(ls / | tr '\\n' ' ')"
            echo "temporary: $(ls -A /tmp)."
            echo "processes: $(ls -d /proc/[0-9]* | wc -l)"
            echo "links: $(tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' ')"
            id -u
            """, [file.path])
        #expect(!seen.contains(marker))
        #expect(seen.contains("files: bin dev etc lib lib64 proc tmp usr"))
        #expect(seen.contains("temporary: .\n"))
        #expect(seen.contains("links: lo\n"))
        #expect(seen.hasSuffix("65534\n"))
        let processes = try #require(seen.firstMatch(of: /processes: (\d+)/).flatMap { Int($0.1) })
        #expect(processes < 8)
    }

    @Test(arguments: [
        "touch /usr/x", "touch /x", "touch /etc/x", "mkdir /proc/x", "unshare -r true", "mount -t tmpfs x /tmp",
    ])
    func `can change nothing outside its memory`(command: String) async throws {
        let output = try await run("sh -c \"$1\" 2>/dev/null && echo done || echo refused", [command])
        #expect(output == "refused\n")
    }

    @Test func `ends in a named failure where it fails, hangs, floods or wants too much`() async throws {
        #expect(try await error("exit 3") == .failed)
        #expect(try await error("sleep 60") { $0.time = .milliseconds(300) } == .tookTooLong)
        #expect(try await error("yes") { $0.outputBytes = 100_000 } == .wroteTooMuch)
        #expect(try await error("while :; do :; done") { $0.processorSeconds = 1 } == .exhausted)
        let full = try await error("head -c 20000000 /dev/zero >x") { $0.scratchBytes = 1 << 20 }
        #expect(full == .failed || full == .exhausted)
        #expect(try await error("exec head -c 20000000 /dev/zero >x") { $0.fileBytes = 1 << 20 } == .exhausted)
        #expect(try await error("exec tail /dev/zero") { $0.memoryBytes = 200 << 20 } != nil)
    }

    @Test func `that does not read does not hold up whoever feeds it`() async throws {
        let output = try await run("echo ok", input: [UInt8](repeating: 1, count: 10_000_000))
        #expect(output == "ok\n")
    }

    @Test func `gives nothing where its input breaks off`() async throws {
        struct Broken: AsyncSequence, AsyncIteratorProtocol, Sendable {
            var isFirst = true

            func makeAsyncIterator() -> Broken { self }

            mutating func next() async throws -> [UInt8]? {
                guard isFirst else { throw CancellationError() }
                isFirst = false
                return [1, 2, 3]
            }
        }
        await #expect(throws: CancellationError.self) {
            try await sandbox(SandboxedProgram("/usr/bin/cat"), input: Broken()) { _ in }
        }
    }

    @Test func `is gone when whoever waits for it gives up`() async throws {
        let name = "3\(UInt32.random(in: 100_000...999_999))"
        let task = Task { try await run("exec sleep \"$1\"", [name]) }
        let hasBegun = await eventually { Self.isRunning("sleep\0\(name)") }
        #expect(hasBegun)
        task.cancel()
        _ = await task.result
        let hasEnded = await eventually { !Self.isRunning("sleep\0\(name)") }
        #expect(hasEnded)
    }

    private static func isRunning(_ line: String) -> Bool {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return all.contains { id in
            guard Int(id) != nil, let bytes = FileManager.default.contents(atPath: "/proc/\(id)/cmdline") else {
                return false
            }
            return String(decoding: bytes, as: UTF8.self).hasPrefix(line)
        }
    }

    @Test func `is not run at all where the walls cannot be built`() async throws {
        let forbidden = Sandbox(isAllowed: false)
        #expect(await !forbidden.isAvailable())
        await #expect(throws: SandboxError.unavailable) {
            _ = try await forbidden.output(of: SandboxedProgram("/usr/bin/true"))
        }
        #expect(await sandbox.isAvailable())
    }
}
