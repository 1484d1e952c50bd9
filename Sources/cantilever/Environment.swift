import CKernel
import Glibc

/// The process's environment, read only here.
enum Environment {
    static subscript(_ name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        return unsafe String(cString: value)
    }

    /// All of it, each as `NAME=value`, but for these names.
    static func all(without names: [String]) -> [String] {
        guard var entry = unsafe cantilever_environment() else { return [] }
        var all: [String] = []
        while let text = unsafe entry.pointee {
            let variable = unsafe String(cString: text)
            if !names.contains(String(variable.prefix { $0 != "=" })) { all.append(variable) }
            unsafe entry += 1
        }
        return all
    }
}
