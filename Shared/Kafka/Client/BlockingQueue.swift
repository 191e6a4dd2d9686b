import Dispatch

/// A thread's worth of blocking C calls, one after the other, off the cooperative pool.
struct BlockingQueue: Sendable {
    private let queue: DispatchQueue

    init(_ label: StaticString) {
        queue = DispatchQueue(label: label.description)
    }

    func async(_ work: @escaping @Sendable () -> Void) { queue.async(execute: work) }

    func value<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: work()) }
        }
    }

    func run<Value: Sendable>(
        _ work: @escaping @Sendable () throws(KafkaError) -> Value
    ) async throws(KafkaError) -> Value {
        let result = await value { () -> Result<Value, KafkaError> in
            do throws(KafkaError) {
                return .success(try work())
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}
