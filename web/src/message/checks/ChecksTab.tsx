import type { ComponentType } from "react";
import { DkimSection } from "./DkimSection.tsx";
import { FindingsSection } from "./FindingsSection.tsx";
import { HtmlSupportSection } from "./HtmlSupportSection.tsx";
import { LinkCheckSection } from "./LinkCheckSection.tsx";
import { SpamSection } from "./SpamSection.tsx";
import "./checks-tab.css";

/** The sections of the tab, in order. Each loads its own data, and renders nothing where it does not apply. */
const SECTIONS: readonly ComponentType<{ id: string }>[] = [
  FindingsSection,
  HtmlSupportSection,
  DkimSection,
  SpamSection,
  LinkCheckSection,
];

/** What a server, a mail client or a recipient would object to. */
export function ChecksTab({ id }: { id: string }) {
  return (
    <div className="panel-body checks-tab" tabIndex={0} role="region" aria-label="Checks">
      {SECTIONS.map((Section, at) => (
        <Section key={at} id={id} />
      ))}
    </div>
  );
}
