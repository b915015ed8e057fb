import type { LinkStatus } from "@mailglass/shared";
import { use, useState } from "react";
import { client, describeError } from "../../data/client.ts";
import { loadCheckableLinks } from "../../data/load-checks.ts";
import { formatAmount } from "../../model/format.ts";
import { revealHidden } from "../../model/reveal-hidden.ts";
import { Button } from "../../ui/Button.tsx";
import { CheckSection } from "./CheckSection.tsx";

/** The links of a message, requested when the user asks for it. */
export function LinkCheckSection({ id }: { id: string }) {
  return (
    <CheckSection name="Link check" testId="link-check" promise={loadCheckableLinks(id)}>
      {/* Another message has another state. */}
      <LinkCheck key={id} id={id} />
    </CheckSection>
  );
}

type CheckState =
  | { readonly step: "idle" | "running" }
  | { readonly step: "done"; readonly links: readonly LinkStatus[] }
  | { readonly step: "failed"; readonly reason: unknown };

function LinkCheck({ id }: { id: string }) {
  const { enabled, urls } = use(loadCheckableLinks(id));
  const [state, setState] = useState<CheckState>({ step: "idle" });
  if (urls.length === 0) return <p className="check-note">The message has no web links.</p>;
  if (!enabled) {
    return (
      <p className="check-note">
        {formatAmount(urls.length, "link")}. Links are requested only if the server was started with{" "}
        <code>--check-links</code>, and then only when you ask for it.
      </p>
    );
  }
  const run = async () => {
    setState({ step: "running" });
    try {
      const { links } = await client.checkLinks({ params: { id } });
      setState({ step: "done", links });
    } catch (reason) {
      setState({ step: "failed", reason });
    }
  };
  return (
    <>
      <p className="check-note">
        The server requests each link once. That may use up a one-time link, such as one that confirms an address or
        unsubscribes.
      </p>
      <div className="check-action">
        <Button kind="main" needsServer onClick={() => void run()} disabled={state.step === "running"}>
          {state.step === "running" ? "Checking…" : `Check ${formatAmount(urls.length, "link")}`}
        </Button>
        {state.step === "failed" && <span role="alert">{describeError(state.reason)}</span>}
      </div>
      {state.step === "done" && <LinkTable links={state.links} />}
    </>
  );
}

const OUTCOMES: Readonly<Record<LinkStatus["outcome"], { kind: string | undefined; text: string }>> = {
  ok: { kind: "good", text: "works" },
  broken: { kind: "error", text: "broken" },
  unclear: { kind: undefined, text: "does not answer HEAD" },
  blocked: { kind: "warning", text: "not requested" },
  skipped: { kind: undefined, text: "not requested" },
};

function LinkTable({ links }: { links: readonly LinkStatus[] }) {
  return (
    <table className="check-table" aria-label="Requested links">
      <thead>
        <tr>
          <th scope="col">Answer</th>
          <th scope="col">Link</th>
        </tr>
      </thead>
      <tbody>
        {links.map((link) => (
          <tr key={link.url} data-testid="checked-link" data-outcome={link.outcome}>
            <td>
              <span className="badge" data-kind={OUTCOMES[link.outcome].kind}>
                {OUTCOMES[link.outcome].text}
              </span>{" "}
              {link.status} {revealHidden(link.detail)}
            </td>
            <td className="is-mono">
              {revealHidden(link.url)}
              {link.redirects.map((url) => (
                <div key={url}>→ {revealHidden(url)}</div>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
