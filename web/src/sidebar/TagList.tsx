import { createFieldTerm } from "@mailglass/shared";
import { useMemo, useState } from "react";
import { client } from "../data/client.ts";
import { removeTag, renameTag } from "../data/edit-tags.ts";
import { type TagCount, useSidebarFacts } from "../data/sidebar-facts.ts";
import { formatAmount } from "../model/format.ts";
import { revealHidden } from "../model/reveal-hidden.ts";
import { ConfirmDialog } from "../ui/ConfirmDialog.tsx";
import { FilterInput } from "../ui/FilterInput.tsx";
import { TagDot } from "../ui/TagLabel.tsx";
import { EditableRow } from "./EditableRow.tsx";
import { NameInput } from "./NameInput.tsx";
import { SearchLink } from "./SidebarLink.tsx";
import { SidebarSection } from "./SidebarSection.tsx";
import { useFoundEntries } from "./use-found-entries.ts";

/** With more tags than this, the others are found with a filter: plus-addresses of tests may make hundreds. */
const MAX_LISTED = 8;

/** The tags, most frequent first. Each is a search, and can be renamed and removed in all messages. */
export function TagList() {
  const known = useSidebarFacts((facts) => facts.tags);
  const [filter, setFilter] = useState("");
  const listed = useMemo(() => known.slice(0, MAX_LISTED), [known]);
  const tags = useFoundEntries(filter, listed, (query, options) => client.listTags({ query }, options));
  const [renamed, setRenamed] = useState<string | null>(null);
  const [removed, setRemoved] = useState<TagCount | null>(null);
  if (known.length === 0) return null;
  return (
    <>
      <SidebarSection title="Tags" testId="sidebar-tags">
        {known.length > MAX_LISTED && <FilterInput label="Filter tags" value={filter} onText={setFilter} />}
        <ul>
          {tags.map((entry) =>
            entry.tag === renamed ? (
              <li key={entry.tag} className="sidebar-row">
                <NameInput
                  label={`Name of the tag ${entry.tag}`}
                  name={entry.tag}
                  onName={(next) => void renameTag(entry.tag, next)}
                  onDone={() => setRenamed(null)}
                />
              </li>
            ) : (
              <EditableRow
                key={entry.tag}
                name={`tag ${revealHidden(entry.tag)}`}
                needsServer
                onRename={() => setRenamed(entry.tag)}
                onRemove={() => setRemoved(entry)}
              >
                <SearchLink
                  q={createFieldTerm("tag", entry.tag).text}
                  label={entry.tag}
                  icon={<TagDot tag={entry.tag} />}
                  messages={entry.messages}
                  testId="sidebar-tag"
                />
              </EditableRow>
            ),
          )}
        </ul>
        {tags.length === 0 && <p className="sidebar-note">No such tag</p>}
      </SidebarSection>
      <ConfirmDialog
        open={removed !== null}
        title={`Remove the tag ${revealHidden(removed?.tag ?? "")}?`}
        text={`It is removed from ${formatAmount(removed?.messages ?? 0, "message")}; the messages stay. This cannot be undone.`}
        action="Remove tag"
        onConfirm={() => removed && void removeTag(removed.tag)}
        onClose={() => setRemoved(null)}
      />
    </>
  );
}
