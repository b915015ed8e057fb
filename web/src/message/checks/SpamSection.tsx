import type { SpamResult } from "@mailglass/shared";
import { use } from "react";
import { loadSpamCheck } from "../../data/load-checks.ts";
import { revealHidden } from "../../model/reveal-hidden.ts";
import { CheckSection } from "./CheckSection.tsx";

/** The scores of the spam filters that the operator has named. Loading it sends the message to them. */
export function SpamSection({ id }: { id: string }) {
  return (
    <CheckSection name="Spam score" testId="spam-check" promise={loadSpamCheck(id)}>
      <SpamResults id={id} />
    </CheckSection>
  );
}

function SpamResults({ id }: { id: string }) {
  const { spamassassin, rspamd } = use(loadSpamCheck(id));
  if (spamassassin === null && rspamd === null) {
    return (
      <p className="check-note">
        No spam filter is configured. Start with <code>--spamassassin HOST:783</code> or <code>--rspamd URL</code>;
        messages are then sent to that server.
      </p>
    );
  }
  return (
    <>
      {spamassassin !== null && <FilterResult name="SpamAssassin" result={spamassassin} />}
      {rspamd !== null && <FilterResult name="Rspamd" result={rspamd} />}
    </>
  );
}

function FilterResult({ name, result }: { name: string; result: SpamResult }) {
  const { error, isSpam, score, threshold, action, rules } = result;
  if (error !== null) {
    return (
      <p data-testid="spam-error">
        <span className="badge" data-kind="warning">
          {name}
        </span>{" "}
        {revealHidden(error)}
      </p>
    );
  }
  return (
    <>
      <p data-testid="spam-score">
        {name}: {score} of {threshold}{" "}
        <span className="badge" data-kind={isSpam ? "error" : "good"}>
          {isSpam ? "spam" : "not spam"}
        </span>{" "}
        {action !== null && `Action: ${revealHidden(action)}.`}
      </p>
      {rules.length > 0 && (
        <table className="check-table">
          <thead>
            <tr>
              <th scope="col">Score</th>
              <th scope="col">Rule</th>
              <th scope="col">Meaning</th>
            </tr>
          </thead>
          <tbody>
            {rules.map((rule) => (
              <tr key={rule.name} data-testid="spam-rule">
                <td className="is-number">{rule.score}</td>
                <td className="is-mono">{revealHidden(rule.name)}</td>
                <td>{revealHidden(rule.description)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
