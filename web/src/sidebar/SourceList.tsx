import { createFieldTerm, formatSource } from "@mailglass/shared";
import { routeTo, useRoute } from "../data/router.ts";
import { useSidebarFacts } from "../data/sidebar-facts.ts";
import { SidebarLink } from "./SidebarLink.tsx";
import { SidebarSection } from "./SidebarSection.tsx";

/** How messages arrived, most frequent first. Each is a search. There is nothing to choose if all arrived the same way. */
export function SourceList() {
  const sources = useSidebarFacts((facts) => facts.sources);
  const query = useRoute((route) => (route.view === "messages" ? route.q : null));
  if (sources.length < 2) return null;
  return (
    <SidebarSection title="Sources" testId="sidebar-sources">
      <ul>
        {sources.map(({ source, messages }) => {
          const sourceQuery = createFieldTerm("source", source).text;
          return (
            <li key={source}>
              <SidebarLink
                to={routeTo({ q: sourceQuery })}
                label={formatSource(source)}
                isCurrent={query === sourceQuery}
                count={messages}
                countOf={messages === 1 ? "message" : "messages"}
                testId="sidebar-source"
              />
            </li>
          );
        })}
      </ul>
    </SidebarSection>
  );
}
