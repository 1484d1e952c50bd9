import Configuration
import Live
import Vocabulary

/// Whom a strategy tells of alerts, with what is secret looked up.
struct AlertReceivers {
    let webhook: Live.Endpoint?
    let command: HookCommand?
    let heartbeat: Live.Endpoint?

    private static let limits = HTTPLimits(mostBytes: 1 << 16)

    init(_ file: StrategyFile) throws(Failure) {
        let alerts = file.strategy.alerts
        if let description = alerts?.webhook {
            var headers: [(name: String, value: Secret)] = []
            if let token = description.token {
                let text = try StrategyEndpoints.text(token, "alerts.webhook.token")
                headers = [("Authorization", Secret("Bearer " + text))]
            }
            webhook = try Self.endpoint("alerts.webhook", description.url, headers)
        } else {
            webhook = nil
        }
        heartbeat =
            if let url = alerts?.heartbeat?.url {
                try Self.endpoint("alerts.heartbeat", url, [])
            } else {
                nil
            }
        command = alerts?.command.map { command in
            HookCommand(
                arguments: command.arguments,
                environment: Environment.all(without: file.variables + Supervisor.variables),
                limit: command.limit
            )
        }
    }

    private static func endpoint(
        _ name: String,
        _ url: TextReference,
        _ headers: [(name: String, value: Secret)]
    ) throws(Failure) -> Live.Endpoint {
        let address = try StrategyEndpoints.text(url, name + ".url")
        do throws(EndpointFault) {
            return try Live.Endpoint(
                name: name,
                address: Secret(address),
                headers: headers,
                proxy: .environment,
                limits: limits
            )
        } catch {
            throw Failure(.badData, "\(name): \(StrategyEndpoints.sentence(error))")
        }
    }

    func receive(from courier: Courier) throws(Failure) {
        do throws(EndpointFault) {
            try courier.configure(webhook: webhook, command: command, heartbeat: heartbeat)
        } catch {
            throw Failure(.badData, "alerts: \(StrategyEndpoints.sentence(error))")
        }
    }

    /// Who they are, without anything that could be a key.
    var text: String {
        let receivers = [
            webhook.map { "the webhook at \($0.host)" },
            command.map { "the command \($0.arguments.first ?? "")" },
        ].compactMap(\.self)
        let told =
            receivers.isEmpty
            ? "alerts go nowhere but into this log"
            : "alerts go to " + receivers.joined(separator: " and ")
        return told
            + (heartbeat.map { ", heartbeats to \($0.host)" } ?? ", and there is no heartbeat")
    }
}
