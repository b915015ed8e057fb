import { ask } from "../app/live.ts";
import { currentRoute, go, routeTo } from "../app/router.ts";
import { useInbox } from "../app/stores.ts";
import { Button } from "../ui/Button.tsx";

/** What stands in the list's place when it is empty, or above what was found before: why, and what to do. */
export function ListNote() {
  const phase = useInbox((inbox) => inbox.phase);
  const query = useInbox((inbox) => inbox.query);
  const problem = useInbox((inbox) => inbox.problem);
  const empty = useInbox((inbox) => inbox.rows.length === 0 && inbox.matched === 0);
  const overRows = useInbox((inbox) => inbox.rows.length > 0);

  if (phase === "failed") {
    return (
      <div className="list-note" role="alert" data-over-rows={overRows ? "" : undefined}>
        <p>{problem}</p>
        {!overRows && <Button onClick={() => void ask(query)}>Try again</Button>}
      </div>
    );
  }
  if (phase === "ready" && empty && query !== "") {
    return (
      <div className="list-note" data-testid="no-match">
        <p>
          No message matches <code>{query}</code>.
        </p>
        <Button onClick={endSearch}>Show all messages</Button>
      </div>
    );
  }
  return null;
}

/** What is open stays open. */
function endSearch(): void {
  const { room, id, tab } = currentRoute();
  go(routeTo({ room, id, tab, q: "" }), "replace");
}
