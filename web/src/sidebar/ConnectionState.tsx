import { useConnection } from "../data/live.ts";

const LABELS = {
  open: "Live",
  connecting: "Connecting",
  lost: "Connection lost",
  closed: "Connection closed",
} as const;

const HELP = {
  open: "New mail appears automatically",
  connecting: "Connecting to the server",
  lost: "New mail will load after reconnecting",
  closed: "Reload the page to connect",
} as const;

/** The state of the connection to the server, in words. `isHidden`: only for screen readers. */
export function ConnectionState({ isHidden = false }: { isHidden?: boolean }) {
  const state = useConnection((connection) => connection.type);
  const className = isHidden ? "visually-hidden" : "sidebar-connection";
  return (
    <span className={className} title={HELP[state]} data-state={state} data-testid="connection">
      <span className="sidebar-label">{LABELS[state]}</span>
    </span>
  );
}
