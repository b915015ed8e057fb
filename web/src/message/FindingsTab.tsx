import type { Finding } from "@mailglass/shared";
import { use } from "react";
import { loadMessage, loadReaders } from "../data/load-message.ts";
import { routeTo } from "../data/router.ts";
import type { Route } from "../model/route.ts";
import { FindingList } from "../ui/FindingList.tsx";
import { CircleCheck } from "../ui/icons.tsx";

/** Shows what a stricter server or a mail client would object to, worst first. */
export function FindingsTab({ id }: { id: string }) {
  const findings = addReaderFindings(use(loadMessage(id)).findings, loadReaders.peek(id)?.findings ?? []);
  if (findings.length === 0) {
    return (
      <p className="panel-note" data-testid="no-findings">
        <CircleCheck size={20} className="is-good" />
        No findings: a strict server would accept this message.
      </p>
    );
  }
  return (
    <div className="panel-body" tabIndex={0} role="region" aria-label="Findings">
      <FindingList findings={findings} routeFor={(finding) => findingRoute(id, finding)} />
    </div>
  );
}

/** The Parts tab may have compared readers after the message was loaded. */
function addReaderFindings(findings: readonly Finding[], readerFindings: readonly Finding[]): readonly Finding[] {
  const known = new Set(findings.map(({ code }) => code));
  return [...findings, ...readerFindings.filter(({ code }) => !known.has(code))];
}

function findingRoute(id: string, { where }: Finding): Route | null {
  if (where.in === "source") return routeTo({ id, tab: "source", byteRange: { start: where.start, end: where.end } });
  if (where.in === "transcript") return routeTo({ id, tab: "session", line: where.line });
  return where.in === "session" ? routeTo({ id, tab: "session" }) : null;
}
