import ServiceRuntime

/// Why a program in the sandbox gave nothing that counts.
package enum SandboxError: String, CodedError {
    /// bubblewrap or prlimit is missing, or this system forbids what they do. Nothing is run then.
    case unavailable = "sandbox-unavailable"
    /// The program ended with an error.
    case failed = "sandbox-program-failed"
    /// It wanted more memory, processor time or room for files than it may have.
    case exhausted = "sandbox-limit-reached"
    case tookTooLong = "sandbox-too-slow"
    case wroteTooMuch = "sandbox-too-much-output"

    package var code: String { rawValue }
}
