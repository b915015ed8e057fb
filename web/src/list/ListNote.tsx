import { ask } from "../app/live.ts";
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
      </div>
    );
  }
  return null;
}
