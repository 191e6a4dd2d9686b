import Glibc
import Synchronization

/// An end of a pipe; closed once, at the latest with its last owner.
final class Descriptor: Sendable {
    private let open: Mutex<Int32>

    private init(_ number: Int32) {
        open = Mutex(number)
    }

    deinit { close() }

    /// Not inherited by any program but the one they are made for.
    static func pipe() -> (read: Descriptor, write: Descriptor)? {
        var ends: [Int32] = [-1, -1]
        guard amparoPipe(&ends) == 0 else { return nil }
        return (Descriptor(ends[0]), Descriptor(ends[1]))
    }

    var number: Int32 { open.withLock { $0 } }

    func close() {
        open.withLock { number in
            if number >= 0 { _ = Glibc.close(number) }
            number = -1
        }
    }

    /// False where nobody reads any more.
    func write(_ bytes: [UInt8]) -> Bool {
        let number = number
        var count = 0
        return bytes.withUnsafeBytes { buffer in
            while count < buffer.count, let base = buffer.baseAddress {
                let put = Glibc.write(number, base + count, buffer.count - count)
                if put < 0 {
                    if errno == EINTR { continue }
                    return false
                }
                count += put
            }
            return true
        }
    }

    /// Empty at the end; nil where it cannot be read.
    func read(_ most: Int) -> [UInt8]? {
        let number = number
        var bytes = [UInt8](repeating: 0, count: most)
        while true {
            let got = bytes.withUnsafeMutableBytes { Glibc.read(number, $0.baseAddress, $0.count) }
            if got >= 0 {
                bytes.removeLast(most - got)
                return bytes
            }
            if errno != EINTR { return nil }
        }
    }
}

private func amparoPipe(_ ends: inout [Int32]) -> Int32 {
    guard Glibc.pipe(&ends) == 0 else { return -1 }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return 0
}
