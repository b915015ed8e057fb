import { mark } from "../list/actions.ts";
import { type Reach, reachOf } from "../model/reach.ts";
import { ask } from "./live.ts";
import { currentRoute, onRoute } from "./router.ts";
import { inbox } from "./stores.ts";

/** A message counts as read when it has been open this long, in milliseconds: not while one walks past with the keys. */
const READING = 300;

/** Does what the address asks for: reads the list that it searches for, and marks the message that it opens. */
export function followAddress(): void {
  let reading: ReturnType<typeof setTimeout> | undefined;
  let open: string | null = null;
  let reach: Reach | undefined;
  const follow = () => {
    const { q, room, id } = currentRoute();
    const { query, answered, rows } = inbox.get();
    if (q !== query) {
      // When the search is over, the list is to be as long again as it was, for one to be where one was in it.
      if (answered === "" && rows.length > 0) reach = reachOf(inbox.get());
      void ask(q, q === "" ? reach : undefined);
    }
    const opened = room === "messages" ? id : null;
    if (opened === open) return;
    open = opened;
    clearTimeout(reading);
    if (opened === null) return;
    inbox.dispatch({ type: "pointed", id: opened });
    reading = setTimeout(() => {
      const row = inbox.get().rows.find((row) => row.id === opened);
      if (!row?.read) void mark([opened], true);
    }, READING);
  };
  void ask(currentRoute().q);
  follow();
  onRoute(follow);
}
