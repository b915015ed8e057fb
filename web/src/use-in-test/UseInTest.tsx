import { useEffect, useState } from "react";
import { client, describeError } from "../data/client.ts";
import type { TestTarget } from "../data/dialogs.ts";
import { formatAmount } from "../model/format.ts";
import { FormField } from "../ui/FormField.tsx";
import { LoadingPlaceholder } from "../ui/LoadingPlaceholder.tsx";
import { LanguageTabs } from "./LanguageTabs.tsx";
import { loadTestSubject, type TestSubject } from "./load-test-subject.ts";
import { type Extract, listExtracts } from "./test-request.ts";
import "./use-in-test.css";

/** Code that waits for a message like one of the inbox, and extracts its code or a link. */
export function UseInTest({ target }: { target: TestTarget }) {
  const [subject, setSubject] = useState<TestSubject>();
  const [problem, setProblem] = useState("");
  useEffect(() => {
    loadTestSubject(target).then(setSubject, (reason: unknown) => setProblem(describeError(reason)));
  }, [target]);
  if (problem !== "") {
    return (
      <p className="dialog-body" role="alert">
        {problem}
      </p>
    );
  }
  return subject === undefined ? <LoadingPlaceholder /> : <UseInTestForm subject={subject} />;
}

function UseInTestForm({ subject }: { subject: TestSubject }) {
  const [q, setQ] = useState(subject.q);
  const extracts = listExtracts(subject);
  const [chosen, setChosen] = useState(0);
  const extract: Extract = extracts[chosen] ?? { type: "subject" };
  const { note, problem } = useMatchCount(q);
  return (
    <div className="dialog-body use-in-test">
      <FormField label="Wait for a message that matches" hint={note} problem={problem}>
        {(control) => (
          <input
            {...control}
            name="q"
            autoComplete="off"
            spellCheck={false}
            value={q}
            onChange={(event) => setQ(event.target.value)}
          />
        )}
      </FormField>
      <FormField label="Extract">
        {(control) => (
          <select
            {...control}
            name="extract"
            value={chosen}
            onChange={(event) => setChosen(Number(event.target.value))}
          >
            {extracts.map((one, at) => (
              <option key={at} value={at}>
                {describeExtract(one)}
              </option>
            ))}
          </select>
        )}
      </FormField>
      <LanguageTabs request={{ url: client.url.href, q, extract }} />
      <p className="field-note">
        Stored messages count, too. Give each test an address of its own, so that it never finds the message of another.
      </p>
    </div>
  );
}

function describeExtract(extract: Extract): string {
  if (extract.type === "subject") return "The subject";
  return extract.type === "code" ? "The one-time code" : `The link that starts with ${extract.prefix}`;
}

/** Milliseconds without typing after which the server is asked. */
const TYPING_PAUSE_MS = 300;

/** Counts the stored messages that match, and reports what is wrong with the query. */
function useMatchCount(q: string): { note: string; problem: string | undefined } {
  const [result, setResult] = useState<{ matched?: number; problem?: string }>({});
  useEffect(() => {
    const request = new AbortController();
    const ask = async () => {
      try {
        const query = q.trim() === "" ? { limit: 0 } : { q, limit: 0 };
        const { matched } = await client.listMessages({ query }, { signal: request.signal });
        setResult({ matched });
      } catch (reason) {
        if (!request.signal.aborted) setResult({ problem: describeError(reason) });
      }
    };
    const timer = setTimeout(() => void ask(), TYPING_PAUSE_MS);
    return () => {
      clearTimeout(timer);
      request.abort();
    };
  }, [q]);
  const { matched, problem } = result;
  const note =
    matched === undefined ? "…" : `${formatAmount(matched, "stored message matches", "stored messages match")}.`;
  return { note, problem };
}
