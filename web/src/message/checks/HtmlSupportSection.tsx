import type { HtmlCheck } from "@mailglass/shared";
import { use, useState } from "react";
import { loadChecks } from "../../data/load-message.ts";
import { formatCount } from "../../model/format.ts";
import { SegmentedControl } from "../../ui/Button.tsx";
import { ErrorBoundary } from "../../ui/ErrorBoundary.tsx";
import { WhenLoaded } from "../../ui/WhenLoaded.tsx";
import { SupportByClient } from "./SupportByClient.tsx";
import { SupportByFeature } from "./SupportByFeature.tsx";
import "./html-support.css";

/** Which mail clients support the HTML, by client and by feature. Nothing for a message without HTML. */
export function HtmlSupportSection({ id }: { id: string }) {
  return (
    <ErrorBoundary>
      <WhenLoaded promises={[loadChecks(id)]}>
        <HtmlSupport id={id} />
      </WhenLoaded>
    </ErrorBoundary>
  );
}

function HtmlSupport({ id }: { id: string }) {
  const { html } = use(loadChecks(id));
  return html === null ? null : <SupportTables id={id} check={html} />;
}

const VIEWS = [
  { value: "client", label: "By client" },
  { value: "feature", label: "By feature" },
] as const;

function SupportTables({ id, check }: { id: string; check: HtmlCheck }) {
  const [view, setView] = useState<"client" | "feature">("client");
  const { dataUpdated, featureCount, isTruncated, features } = check;
  return (
    <section className="html-support" aria-label="HTML support" data-testid="html-support">
      <div className="html-support-head">
        <h3 className="panel-heading">HTML support</h3>
        <SegmentedControl label="Order of HTML support" value={view} options={VIEWS} onChange={setView} size="small" />
      </div>
      <p className="html-support-note">
        The HTML uses {formatCount(features.length)} of {formatCount(featureCount)} features that{" "}
        <a href="https://www.caniemail.com/" target="_blank" rel="noreferrer">
          caniemail.com
        </a>{" "}
        tests; data of {dataUpdated}.{isTruncated && " Only the first part of the HTML was checked."}
      </p>
      {view === "client" ? <SupportByClient check={check} /> : <SupportByFeature id={id} features={features} />}
    </section>
  );
}
