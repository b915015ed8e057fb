import { useState } from "react";
import { removeSavedSearch, saveSearch, useSavedSearches } from "../data/saved-searches.ts";
import { EditableRow } from "./EditableRow.tsx";
import { NameInput } from "./NameInput.tsx";
import { SearchLink } from "./SidebarLink.tsx";
import { SidebarSection } from "./SidebarSection.tsx";

/** The saved searches, which can be renamed and removed. */
export function SavedSearchList() {
  const searches = useSavedSearches();
  const [renamed, setRenamed] = useState<string | null>(null);
  if (searches.length === 0) return null;
  return (
    <SidebarSection title="Saved searches" testId="saved-searches">
      <ul>
        {searches.map(({ query, name }) =>
          query === renamed ? (
            <li key={query} className="sidebar-row">
              <NameInput
                label={`Name of the search ${query}`}
                name={name}
                onName={(next) => saveSearch(query, next)}
                onDone={() => setRenamed(null)}
              />
            </li>
          ) : (
            <EditableRow
              key={query}
              name={name}
              onRename={() => setRenamed(query)}
              onRemove={() => removeSavedSearch(query)}
            >
              <SearchLink q={query} label={name} testId="saved-search" />
            </EditableRow>
          ),
        )}
      </ul>
    </SidebarSection>
  );
}
