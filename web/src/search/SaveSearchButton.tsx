import { useRoute } from "../data/router.ts";
import { removeSavedSearch, saveSearch, useSavedSearches } from "../data/saved-searches.ts";
import { showToast } from "../data/toasts.ts";
import { IconButton } from "../ui/Button.tsx";
import { Bookmark } from "../ui/icons.tsx";

/** Saves the current search for the sidebar, or removes it there. */
export function SaveSearchButton() {
  const query = useRoute((route) => route.q);
  const isSaved = useSavedSearches().some((search) => search.query === query);
  if (query === "") return null;
  const toggle = () => {
    if (isSaved) return removeSavedSearch(query);
    saveSearch(query);
    showToast("Search saved. The sidebar lists it, and can rename it.");
  };
  return (
    <IconButton
      label={isSaved ? "Remove this saved search" : "Save this search"}
      size="small"
      aria-pressed={isSaved}
      data-testid="save-search"
      onClick={toggle}
    >
      <Bookmark size={14} />
    </IconButton>
  );
}
