import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { removeSavedSearch, type SavedSearch, saveSearch, useSavedSearches } from "../data/saved-searches.ts";
import { IconButton } from "../ui/Button.tsx";
import { Pencil, X } from "../ui/icons.tsx";
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
        {searches.map((search) =>
          search.query === renamed ? (
            <li key={search.query} className="sidebar-row">
              <NameInput search={search} onDone={() => setRenamed(null)} />
            </li>
          ) : (
            <li key={search.query} className="sidebar-row">
              <SearchLink q={search.query} label={search.name} testId="saved-search" />
              <span className="sidebar-actions">
                <IconButton label={`Rename ${search.name}`} size="small" onClick={() => setRenamed(search.query)}>
                  <Pencil size={12} />
                </IconButton>
                <IconButton
                  label={`Remove ${search.name}`}
                  size="small"
                  onClick={() => removeSavedSearch(search.query)}
                >
                  <X size={12} />
                </IconButton>
              </span>
            </li>
          ),
        )}
      </ul>
    </SidebarSection>
  );
}

/** Accepts a name with Enter, or when it loses the focus; Escape keeps the former one. */
function NameInput({ search: { query, name }, onDone }: { search: SavedSearch; onDone: () => void }) {
  const [text, setText] = useState(name);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.select(), []);
  const accept = () => {
    if (text.trim() !== "") saveSearch(query, text.trim());
    onDone();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") accept();
    else if (event.key === "Escape") onDone();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <input
      ref={input}
      className="filter"
      aria-label={`Name of the search ${query}`}
      value={text}
      maxLength={100}
      onChange={(event) => setText(event.target.value)}
      onBlur={accept}
      onKeyDown={onKeyDown}
    />
  );
}
