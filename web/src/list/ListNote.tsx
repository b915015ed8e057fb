import { parseQuery } from "@mailglass/shared";
import { loadList } from "../data/live.ts";
import { currentRoute, navigate, routeTo } from "../data/router.ts";
import { useInbox } from "../data/stores.ts";
import { Button } from "../ui/Button.tsx";

/** Shown instead of an empty list, or above the previous results: the reason, and what to do. */
export function ListNote() {
  const phase = useInbox((inbox) => inbox.phase);
  const query = useInbox((inbox) => inbox.query);
  const problem = useInbox((inbox) => inbox.problem);
  const isEmpty = useInbox((inbox) => inbox.rows.length === 0 && inbox.matched === 0);
  const hasRows = useInbox((inbox) => inbox.rows.length > 0);

  if (phase === "failed") {
    return (
      <div className="list-note" role="alert" data-over-rows={hasRows ? "" : undefined}>
        <p>{problem}</p>
        {!hasRows && (isValidQuery(query) ? <RetryButton query={query} /> : <ShowAllButton />)}
      </div>
    );
  }
  if (phase === "ready" && isEmpty && query !== "") {
    return (
      <div className="list-note" data-testid="no-match">
        <p>
          No message matches <code>{query}</code>.
        </p>
        <ShowAllButton />
      </div>
    );
  }
  return null;
}

/** Returns whether a search may succeed if it is repeated. */
function isValidQuery(query: string): boolean {
  return parseQuery(query, Date.now()).type !== "error";
}

function RetryButton({ query }: { query: string }) {
  return <Button onClick={() => void loadList(query)}>Try again</Button>;
}

function ShowAllButton() {
  return <Button onClick={clearSearch}>Show all messages</Button>;
}

/** Keeps the open message. */
function clearSearch(): void {
  const { view, id, tab } = currentRoute();
  navigate(routeTo({ view, id, tab, q: "" }), "replace");
}
