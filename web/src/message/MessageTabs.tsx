import type { FindingCounts, MessageSummary } from "@mailglass/shared";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { currentRoute, navigate, routeHref, routeTo } from "../data/router.ts";
import { formatAmount } from "../model/format.ts";
import { TABS, type Tab } from "../model/route.ts";
import { hasModifierKey } from "../ui/has-modifier-key.ts";
import { isPlainClick } from "../ui/RouteLink.tsx";

const TAB_NAMES: Record<Tab, string> = {
  preview: "Preview",
  text: "Text",
  envelope: "Envelope",
  headers: "Headers",
  source: "Source",
  parts: "Parts",
  session: "Session",
  checks: "Checks",
};

/** Opens a tab of the open message. */
export function openTab(tab: Tab): void {
  const { view, id } = currentRoute();
  if (view === "messages" && id !== null) navigate(routeTo({ id, tab }), "replace");
}

/** The tabs of a message, each with its own URL (WAI-ARIA tabs with arrow keys). */
export function MessageTabs({ message, tab }: { message: MessageSummary; tab: Tab }) {
  const strip = useRef<HTMLDivElement>(null);

  useEffect(() => {
    strip.current?.querySelector(`#tab-${tab}`)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [tab]);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined || hasModifierKey(event)) return;
    const next = TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length];
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    openTab(next);
    strip.current?.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  };

  return (
    <div ref={strip} className="tabs is-sideways" role="tablist" aria-label="Message views" onKeyDown={onKeyDown}>
      {TABS.map((name, at) => (
        <a
          key={name}
          id={`tab-${name}`}
          className="tab"
          role="tab"
          href={routeHref(routeTo({ id: message.id, tab: name }))}
          tabIndex={name === tab ? 0 : -1}
          aria-selected={name === tab}
          aria-controls={name === tab ? "tab-panel" : undefined}
          title={`${TAB_NAMES[name]} (${at + 1})`}
          data-testid={`tab-${name}`}
          onClick={(event) => {
            if (!isPlainClick(event)) return;
            event.preventDefault();
            openTab(name);
          }}
        >
          {TAB_NAMES[name]}
          {name === "checks" && <FindingCount counts={message.findingCounts} />}
        </a>
      ))}
    </div>
  );
}

/** The number of errors and warnings, as rows count them, in the colour of the worst one. */
function FindingCount({ counts: { error, warning } }: { counts: FindingCounts }) {
  const all = error + warning;
  if (all === 0) return null;
  const kinds = [error > 0 && formatAmount(error, "error"), warning > 0 && formatAmount(warning, "warning")];
  const words = kinds.filter((kind) => kind !== false).join(", ");
  return (
    <span className="tab-count" data-kind={error > 0 ? "error" : "warning"} title={words} data-testid="finding-count">
      <span aria-hidden>{all}</span>
      <span className="visually-hidden"> {words}</span>
    </span>
  );
}
