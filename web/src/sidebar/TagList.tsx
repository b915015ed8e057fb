import { createFieldTerm } from "@mailglass/shared";
import { routeTo, useRoute } from "../data/router.ts";
import { useSidebarFacts } from "../data/sidebar-facts.ts";
import { TagDot } from "../ui/TagLabel.tsx";
import { SidebarLink } from "./SidebarLink.tsx";
import { SidebarSection } from "./SidebarSection.tsx";

/** The tags, most frequent first. Each is a search. */
export function TagList() {
  const tags = useSidebarFacts((facts) => facts.tags);
  const query = useRoute((route) => (route.view === "messages" ? route.q : null));
  if (tags.length === 0) return null;
  return (
    <SidebarSection title="Tags" testId="sidebar-tags">
      <ul>
        {tags.map(({ tag, messages }) => {
          const tagQuery = createFieldTerm("tag", tag).text;
          return (
            <li key={tag}>
              <SidebarLink
                to={routeTo({ q: tagQuery })}
                label={tag}
                icon={<TagDot tag={tag} />}
                isCurrent={query === tagQuery}
                count={messages}
                countOf={messages === 1 ? "message" : "messages"}
                testId="sidebar-tag"
              />
            </li>
          );
        })}
      </ul>
    </SidebarSection>
  );
}
