import CFiles
import Foundation
import Glibc

/// An open file, and the calls on it that block.
final class BlobFile: Sendable {
    private let descriptor: Int32

    /// Makes a new file; `exists` where there is one.
    convenience init(creating url: URL, mode: mode_t) throws(BlobError) {
        try self.init(url, O_CREAT | O_EXCL | O_RDWR, mode)
        // Whatever the process masks, who shares the directory's group has to read it, and nobody else.
        fchmod(descriptor, mode)
    }

    /// Opens a file that is there; `missing` where there is none, or something that is no plain file.
    convenience init(opening url: URL, forWriting: Bool = false) throws(BlobError) {
        try self.init(url, forWriting ? O_RDWR : O_RDONLY, 0)
    }

    private init(_ url: URL, _ flags: Int32, _ mode: mode_t) throws(BlobError) {
        descriptor = open(url.path, flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, mode)
        guard descriptor >= 0 else {
            throw BlobError(errno, otherwise: flags & O_CREAT != 0 ? .notWritten : .unreadable)
        }
    }

    deinit { close(descriptor) }

    /// False where another has it, in this process or another one. Held until the file is closed.
    func lock() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

    var size: Int? {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }

    /// Fills the buffer from `offset` on, or as much of it as there is.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(BlobError) -> Int {
        var count = 0
        while count < buffer.count, let base = buffer.baseAddress {
            let got = pread(descriptor, base + count, buffer.count - count, off_t(offset + count))
            if got == 0 { break }
            if got < 0 {
                if errno == EINTR { continue }
                throw .unreadable
            }
            count += got
        }
        return count
    }

    func read(_ count: Int, at offset: Int) throws(BlobError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let result = bytes.withUnsafeMutableBytes { buffer in
            Result { () throws(BlobError) in try read(into: buffer, at: offset) }
        }
        bytes.removeLast(count - (try result.get()))
        return bytes
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(BlobError) {
        var count = 0
        while count < bytes.count, let base = bytes.baseAddress {
            let put = pwrite(descriptor, base + count, bytes.count - count, off_t(offset + count))
            if put < 0 {
                if errno == EINTR { continue }
                throw BlobError(errno, otherwise: .notWritten)
            }
            count += put
        }
    }

    func write(_ bytes: [UInt8], at offset: Int) throws(BlobError) {
        try bytes.withUnsafeBytes { buffer in
            Result { () throws(BlobError) in try write(buffer, at: offset) }
        }.get()
    }

    func truncate(to size: Int) throws(BlobError) {
        guard ftruncate(descriptor, off_t(size)) == 0 else { throw BlobError(errno, otherwise: .notWritten) }
    }

    /// Makes the disk begin with what was written, so that little is left for `synchronize`.
    func startWriting(from offset: Int, count: Int) {
        amparo_start_writing(descriptor, off_t(offset), off_t(count))
    }

    func synchronize() throws(BlobError) {
        while fdatasync(descriptor) != 0 { if errno != EINTR { throw BlobError(errno, otherwise: .notWritten) } }
    }

    /// Makes the names in a directory last.
    static func synchronize(directory: URL) throws(BlobError) {
        let descriptor = open(directory.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .notWritten }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .notWritten }
    }

    static func rename(_ old: URL, to new: URL) throws(BlobError) {
        guard Glibc.rename(old.path, new.path) == 0 else { throw BlobError(errno, otherwise: .notWritten) }
    }

    /// What is gone already is no error.
    static func remove(_ url: URL) throws(BlobError) {
        guard unlink(url.path) == 0 || errno == ENOENT else { throw .notWritten }
    }
}

extension BlobError {
    init(_ number: Int32, otherwise: BlobError) {
        switch number {
        case ENOSPC, EDQUOT, EFBIG: self = .full
        case ENOENT, ELOOP: self = .missing
        case EEXIST: self = .exists
        default: self = otherwise
        }
    }
}
