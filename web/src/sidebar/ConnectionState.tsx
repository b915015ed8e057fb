import { useConnection } from "../data/connection.ts";

const LABELS = {
  websocket: "Live",
  events: "Live (server-sent events)",
  polling: "Checking every two seconds",
  connecting: "Connecting",
  lost: "Connection lost",
  closed: "Connection closed",
} as const;

const HELP = {
  websocket: "New mail appears automatically",
  events: "No WebSocket could be opened. A proxy in front of the server may not pass on WebSockets",
  polling: "Neither a WebSocket nor server-sent events arrive. A proxy in front of the server may block or buffer them",
  connecting: "Connecting to the server",
  lost: "New mail will load after reconnecting",
  closed: "Reload the page to connect",
} as const;

/** The state of the connection to the server, in words. `isHidden`: only for screen readers. */
export function ConnectionState({ isHidden = false }: { isHidden?: boolean }) {
  const state = useConnection((connection) => connection.type);
  const way = useConnection((connection) => (connection.type === "open" ? connection.transport : connection.type));
  const className = isHidden ? "visually-hidden" : "sidebar-connection";
  return (
    <span className={className} title={HELP[way]} data-state={state} data-transport={way} data-testid="connection">
      <span className="sidebar-label">{LABELS[way]}</span>
    </span>
  );
}
