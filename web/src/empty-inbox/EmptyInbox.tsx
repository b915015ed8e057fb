import type { SessionSummary } from "@mailglass/shared";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { client, describeError } from "../data/client.ts";
import { useConnection } from "../data/connection.ts";
import { useInfo, watchEvents } from "../data/live.ts";
import { routeTo } from "../data/router.ts";
import { showToast } from "../data/toasts.ts";
import { reachableHost } from "../model/reachable-host.ts";
import { Button } from "../ui/Button.tsx";
import { copyToClipboard } from "../ui/copy-to-clipboard.ts";
import { hasModifierKey } from "../ui/has-modifier-key.ts";
import { CircleAlert, Copy, Send } from "../ui/icons.tsx";
import { RouteLink } from "../ui/RouteLink.tsx";
import { describeRequirements } from "./describe-requirements.ts";
import { SNIPPETS, type Snippet } from "./snippets.ts";
import "./empty-inbox.css";

/** Shown before the first mail arrives: where to send mail, and how. */
export function EmptyInbox() {
  const info = useInfo((current) => current);
  if (info === null) return null;
  const { smtp } = info;
  if (smtp === null || smtp.port === null) {
    return <p className="list-note">No mail yet. This server has no SMTP port; messages are added through the API.</p>;
  }
  const host = reachableHost(smtp.host, location.hostname);
  return (
    <div className="empty" data-testid="empty-inbox">
      <div className="empty-column">
        <h2>
          Send mail to{" "}
          <code data-testid="smtp-address">
            {host}:{smtp.port}
          </code>
        </h2>
        <p className="empty-note">{describeRequirements(info)} Nothing leaves this machine; it all shows up here.</p>
        <p className="empty-actions">
          <SendTestButton />
          <Button onClick={() => void copyToClipboard(`${host}:${smtp.port}`, "Address")}>
            <Copy size={14} /> Copy address
          </Button>
        </p>
        <LastFailedSession />
        <SnippetTabs host={host} port={smtp.port} />
      </div>
    </div>
  );
}

/** The missing mail may be explained by a client that failed before sending it. */
function LastFailedSession() {
  const [failed, setFailed] = useState<SessionSummary>();
  useEffect(() => {
    // Without a response, nothing is shown.
    const request = client.listSessions({ query: { failed: true, limit: 1 } }).catch(() => null);
    void request.then((list) => setFailed((later) => later ?? list?.items[0]));
    return watchEvents((events) => {
      for (const event of events) if (event.type === "session.closed" && event.session.failed) setFailed(event.session);
    });
  }, []);
  if (failed === undefined) return null;
  return (
    <p className="empty-failed" data-testid="last-failure">
      <CircleAlert size={16} />
      <span>
        {failed.messages === 0 ? "A client connected but sent no mail." : "The last session failed."}{" "}
        {failed.lastRefusal === "" ? "Last reply" : "It was refused"}:{" "}
        <code>{failed.lastRefusal || failed.lastReply}</code>{" "}
        <RouteLink to={routeTo({ view: "sessions", id: failed.id })}>Show the session</RouteLink>
      </span>
    </p>
  );
}

function SendTestButton() {
  const [sending, setSending] = useState(false);
  const isOffline = useConnection(({ type }) => type !== "open");
  const send = async () => {
    setSending(true);
    try {
      await client.sendTestMessage();
    } catch (reason) {
      showToast(`The test message was not sent: ${describeError(reason)}`, { kind: "error" });
    } finally {
      setSending(false);
    }
  };
  return (
    <Button kind="main" disabled={sending || isOffline} onClick={() => void send()} data-testid="send-test">
      <Send size={14} /> Send a test message
    </Button>
  );
}

/** Shows one snippet at a time in tabs (WAI-ARIA). The tab chosen last is shown first next time. */
function SnippetTabs({ host, port }: { host: string; port: number }) {
  const [chosen, setChosen] = useState(0);
  const strip = useRef<HTMLDivElement>(null);
  const snippet = SNIPPETS[chosen];

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined || hasModifierKey(event)) return;
    event.preventDefault();
    event.stopPropagation();
    const next = (chosen + step + SNIPPETS.length) % SNIPPETS.length;
    setChosen(next);
    strip.current?.querySelectorAll<HTMLElement>("[role=tab]")[next]?.focus();
  };

  return (
    <div className="snippets">
      <div ref={strip} className="tabs" role="tablist" aria-label="How to send" onKeyDown={onKeyDown}>
        {SNIPPETS.map(({ name }, at) => (
          <button
            key={name}
            id={`snippet-${at}`}
            type="button"
            role="tab"
            className="tab"
            tabIndex={at === chosen ? 0 : -1}
            aria-selected={at === chosen}
            aria-controls="snippet"
            onClick={() => setChosen(at)}
          >
            {name}
          </button>
        ))}
      </div>
      {snippet && <SnippetPanel snippet={snippet} at={chosen} text={snippet.body(host, port)} />}
    </div>
  );
}

function SnippetPanel({ snippet, at, text }: { snippet: Snippet; at: number; text: string }) {
  return (
    <div id="snippet" role="tabpanel" aria-labelledby={`snippet-${at}`} className="snippet">
      <div className="snippet-head">
        <span>{snippet.where}</span>
        <Button
          size="small"
          kind="plain"
          onClick={() => void copyToClipboard(text, "Snippet")}
          data-testid="copy-snippet"
        >
          <Copy size={13} /> Copy
        </Button>
      </div>
      <pre tabIndex={0}>{text}</pre>
    </div>
  );
}
