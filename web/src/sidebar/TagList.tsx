import { createFieldTerm } from "@mailglass/shared";
import { useSidebarFacts } from "../data/sidebar-facts.ts";
import { TagDot } from "../ui/TagLabel.tsx";
import { SearchLink } from "./SidebarLink.tsx";
import { SidebarSection } from "./SidebarSection.tsx";

/** The tags, most frequent first. Each is a search. */
export function TagList() {
  const tags = useSidebarFacts((facts) => facts.tags);
  if (tags.length === 0) return null;
  return (
    <SidebarSection title="Tags" testId="sidebar-tags">
      <ul>
        {tags.map(({ tag, messages }) => (
          <li key={tag}>
            <SearchLink
              q={createFieldTerm("tag", tag).text}
              label={tag}
              icon={<TagDot tag={tag} />}
              messages={messages}
              testId="sidebar-tag"
            />
          </li>
        ))}
      </ul>
    </SidebarSection>
  );
}
