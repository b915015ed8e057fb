import type { Envelope, Message, Path } from "@mailglass/shared";
import { use } from "react";
import { loadMessage } from "../data/load-message.ts";
import { routeTo } from "../data/router.ts";
import { formatExactTime } from "../model/format.ts";
import { revealHidden } from "../model/reveal-hidden.ts";
import { RouteLink } from "../ui/RouteLink.tsx";
import { compareRecipients, compareSender, type Recipient, type SenderMatch } from "./compare-envelope.ts";
import "./envelope-tab.css";

/** Maximum number of rows rendered. */
const MAX_RECIPIENT_ROWS = 500;

/** Shows how the message was sent, in comparison with its header. */
export function EnvelopeTab({ id }: { id: string }) {
  const message = use(loadMessage(id));
  const { envelope } = message;
  return (
    <div className="panel-body" tabIndex={0} role="region" aria-label="Envelope">
      <h3 className="panel-heading">Sender</h3>
      <SenderFacts message={message} />
      <h3 className="panel-heading">
        Recipients <span className="badge">{envelope.to.length} in the envelope</span>
      </h3>
      <RecipientTable message={message} />
      <h3 className="panel-heading">Forward-paths</h3>
      <ForwardPaths paths={envelope.to} />
      <h3 className="panel-heading">Connection</h3>
      <ConnectionFacts message={message} envelope={envelope} />
    </div>
  );
}

const SENDER_VERDICTS: Record<SenderMatch, { kind: "good" | "warning" | undefined; text: string }> = {
  same: { kind: "good", text: "Sender and From match." },
  "same-domain": { kind: undefined, text: "Different mailboxes of the same domain. Bounces go to the reverse-path." },
  different: {
    kind: "warning",
    text: "Different domains. Bounces go to the reverse-path, and SPF is checked against it; DMARC requires both domains to align.",
  },
  "null-path": {
    kind: "warning",
    text: "The null reverse-path <>: used for bounces and automatic replies; it receives no bounces.",
  },
  "no-from": { kind: "warning", text: "There is no From: address to compare." },
};

function SenderFacts({ message: { from, envelope } }: { message: Message }) {
  const match = SENDER_VERDICTS[compareSender(from, envelope)];
  return (
    <>
      <dl className="facts">
        <dt>Reverse-path</dt>
        <dd data-testid="reverse-path">
          {`<${envelope.from.address}>`} <PathParameters path={envelope.from} />
        </dd>
        <dt>From:</dt>
        <dd>{from ? revealHidden(from.address) : "none"}</dd>
      </dl>
      <p className="envelope-verdict" data-kind={match.kind} data-testid="sender-verdict">
        {match.text}
      </p>
    </>
  );
}

function PathParameters({ path }: { path: Path }) {
  return path.parameters.map(({ keyword, value }) => (
    <span key={keyword} className="badge">
      {value === null ? keyword : `${keyword}=${value}`}
    </span>
  ));
}

function RecipientTable({ message }: { message: Message }) {
  const recipients = compareRecipients(message, message.envelope);
  const blind = recipients.filter((recipient) => recipient.field === null);
  const notInEnvelope = recipients.filter((recipient) => !recipient.inEnvelope);
  if (recipients.length === 0) return <p>There are no recipients in the envelope or the header.</p>;
  return (
    <>
      {blind.length > 0 && (
        <p className="envelope-verdict" data-kind="warning" data-testid="bcc-verdict">
          {blind.length === 1
            ? "One recipient is only in the envelope: a blind copy (BCC)."
            : `${blind.length} recipients are only in the envelope: blind copies (BCC).`}
        </p>
      )}
      {notInEnvelope.length > 0 && message.envelope.to.length > 0 && (
        <p className="envelope-verdict" data-kind="warning" data-testid="lost-verdict">
          {notInEnvelope.length === 1
            ? "One recipient is only in the header: no mail is delivered there."
            : `${notInEnvelope.length} recipients are only in the header: no mail is delivered there.`}
        </p>
      )}
      <table className="envelope-table">
        <thead>
          <tr>
            <th scope="col">Address</th>
            <th scope="col">Header</th>
            <th scope="col">Envelope</th>
            <th scope="col">Outcome</th>
          </tr>
        </thead>
        <tbody>
          {recipients.slice(0, MAX_RECIPIENT_ROWS).map((recipient) => (
            <RecipientRow key={recipient.address} id={message.id} {...recipient} />
          ))}
        </tbody>
      </table>
      {recipients.length > MAX_RECIPIENT_ROWS && <p>and {recipients.length - MAX_RECIPIENT_ROWS} more</p>}
    </>
  );
}

function RecipientRow({ id, address, field, inEnvelope }: Recipient & { id: string }) {
  return (
    <tr data-testid="recipient">
      <td className="is-mono">{revealHidden(address)}</td>
      <td>{field === null ? <span className="is-absent">–</span> : `${field}:`}</td>
      <td>{inEnvelope ? "RCPT TO" : <span className="is-absent">–</span>}</td>
      <td>
        {field === null && (
          <span className="badge" data-kind="warning">
            hidden: BCC
          </span>
        )}
        {field === "Bcc" && (
          <span className="badge" data-kind="error">
            Bcc: field not removed
          </span>
        )}
        {!inEnvelope && (
          <>
            <span className="badge" data-kind="warning">
              in the header only
            </span>{" "}
            <RouteLink to={routeTo({ id, tab: "session" })}>Was it refused?</RouteLink>
          </>
        )}
        {field !== null && field !== "Bcc" && inEnvelope && (
          <span className="badge" data-kind="good">
            sent
          </span>
        )}
      </td>
    </tr>
  );
}

function ForwardPaths({ paths }: { paths: readonly Path[] }) {
  if (paths.length === 0) return <p>None: this message did not arrive by SMTP.</p>;
  return (
    <ol className="envelope-paths">
      {paths.slice(0, MAX_RECIPIENT_ROWS).map((path, at) => (
        <li key={at}>
          {`<${path.address}>`} <PathParameters path={path} />
        </li>
      ))}
      {paths.length > MAX_RECIPIENT_ROWS && <li>and {paths.length - MAX_RECIPIENT_ROWS} more</li>}
    </ol>
  );
}

function ConnectionFacts({
  message,
  envelope: { greeting, helo, peer, tls, auth },
}: {
  message: Message;
  envelope: Envelope;
}) {
  return (
    <dl className="facts">
      <dt>Greeting</dt>
      <dd>{greeting === null ? "none: added through the API" : `${greeting} ${helo}`}</dd>
      <dt>Peer</dt>
      <dd>{peer.port === null ? peer.address : `${peer.address} port ${peer.port}`}</dd>
      <dt>TLS</dt>
      <dd>
        {tls === null
          ? "none: the connection was not encrypted"
          : `${tls.version} ${tls.cipher}${tls.servername === null ? "" : ` for ${tls.servername}`} ${tls.implicit ? "(implicit)" : "(STARTTLS)"}`}
      </dd>
      <dt>AUTH</dt>
      <dd>{auth === null ? "none" : `${auth.user} by ${auth.mechanism}`}</dd>
      <dt>Received</dt>
      <dd>{formatExactTime(message.receivedAt)}</dd>
      <dt>Date:</dt>
      <dd>{message.date === null ? "missing or invalid" : formatExactTime(message.date)}</dd>
      {message.sessionId !== null && (
        <>
          <dt>Session</dt>
          <dd>
            <RouteLink to={routeTo({ view: "sessions", id: message.sessionId })}>{message.sessionId}</RouteLink>
          </dd>
        </>
      )}
    </dl>
  );
}
