import { createFieldTerm, formatSource } from "@mailglass/shared";
import { useSidebarFacts } from "../data/sidebar-facts.ts";
import { SearchLink } from "./SidebarLink.tsx";
import { SidebarSection } from "./SidebarSection.tsx";

/** How messages arrived, most frequent first. Each is a search. There is nothing to choose if all arrived the same way. */
export function SourceList() {
  const sources = useSidebarFacts((facts) => facts.sources);
  if (sources.length < 2) return null;
  return (
    <SidebarSection title="Sources" testId="sidebar-sources">
      <ul>
        {sources.map(({ source, messages }) => (
          <li key={source}>
            <SearchLink
              q={createFieldTerm("source", source).text}
              label={formatSource(source)}
              messages={messages}
              testId="sidebar-source"
            />
          </li>
        ))}
      </ul>
    </SidebarSection>
  );
}
