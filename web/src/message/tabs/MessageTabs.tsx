import type { FindingCounts, MessageSummary } from "@mailglass/shared";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { currentRoute, navigate, routeHref, routeTo } from "../../data/router.ts";
import { formatAmount, formatCount } from "../../model/format.ts";
import { TAB_KEYS, TABS, type Tab } from "../../model/route.ts";
import { hasModifierKey } from "../../ui/has-modifier-key.ts";
import { Ellipsis } from "../../ui/icons.tsx";
import { Menu, MenuItem } from "../../ui/Menu.tsx";
import { isPlainClick } from "../../ui/RouteLink.tsx";
import { findAbsentTab, SPECIAL_TABS, TAB_GROUPS, TAB_NAMES } from "./tab-groups.ts";
import "./message-tabs.css";

/** Opens a tab of the open message. */
export function openTab(tab: Tab): void {
  const { view, id } = currentRoute();
  if (view === "messages" && id !== null) navigate(routeTo({ id, tab }), "replace");
}

/** The tabs of a message, each with its own URL (WAI-ARIA tabs with arrow keys). */
export function MessageTabs({ message, tab }: { message: MessageSummary; tab: Tab }) {
  const strip = useRef<HTMLDivElement>(null);
  const moveFocus = useRef(false);
  const absent = findAbsentTab(message);

  useEffect(() => {
    const selected = strip.current?.querySelector<HTMLElement>(`#tab-${tab}`);
    selected?.scrollIntoView({ block: "nearest", inline: "nearest" });
    // Only now: a tab of the menu is in the strip once it is selected.
    if (moveFocus.current) selected?.focus();
    moveFocus.current = false;
  }, [tab]);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined || hasModifierKey(event)) return;
    const present = TABS.filter((name) => name !== absent);
    const next = present[(present.indexOf(tab) + step + present.length) % present.length];
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    moveFocus.current = true;
    openTab(next);
  };

  return (
    <>
      <div ref={strip} className="tabs is-sideways" role="tablist" aria-label="Message views" onKeyDown={onKeyDown}>
        {TAB_GROUPS.flatMap((group) =>
          group.tabs
            .filter((name) => name !== absent)
            .map((name) => (
              <TabLink key={name} message={message} name={name} group={group.name} isSelected={name === tab} />
            )),
        )}
      </div>
      <MoreTabs absent={absent} />
    </>
  );
}

interface TabLinkProps {
  message: MessageSummary;
  name: Tab;
  group: string;
  isSelected: boolean;
}

function TabLink({ message, name, group, isSelected }: TabLinkProps) {
  return (
    <a
      id={`tab-${name}`}
      className="tab"
      role="tab"
      href={routeHref(routeTo({ id: message.id, tab: name }))}
      tabIndex={isSelected ? 0 : -1}
      aria-selected={isSelected}
      aria-controls={isSelected ? "tab-panel" : undefined}
      title={`${TAB_NAMES[name]} (${TAB_KEYS[name]})`}
      data-group={group}
      data-empty={name === "attachments" && message.attachmentCount === 0 ? "" : undefined}
      data-special={SPECIAL_TABS.includes(name) ? "" : undefined}
      data-testid={`tab-${name}`}
      onClick={(event) => {
        if (!isPlainClick(event)) return;
        event.preventDefault();
        openTab(name);
      }}
    >
      {TAB_NAMES[name]}
      {name === "attachments" && <Count of={message.attachmentCount} />}
      {name === "checks" && <FindingCount counts={message.findingCounts} />}
    </a>
  );
}

/** The tabs that do not fit, where the strip shows only the selected one of them. */
function MoreTabs({ absent }: { absent: Tab }) {
  const tabs = SPECIAL_TABS.filter((name) => name !== absent);
  return (
    <Menu testId="more-tabs" className="more-tabs" size="small" label="More tabs" button={<Ellipsis size={16} />}>
      {tabs.map((name) => (
        <MenuItem key={name} keys={TAB_KEYS[name]} testId={`more-${name}`} onSelect={() => openTab(name)}>
          {TAB_NAMES[name]}
        </MenuItem>
      ))}
    </Menu>
  );
}

function Count({ of }: { of: number }) {
  return of === 0 ? null : <span className="tab-count">{formatCount(of)}</span>;
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
