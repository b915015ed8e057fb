import { mark } from "../list/actions.ts";
import { ask } from "./live.ts";
import { currentRoute, onRoute } from "./router.ts";
import { inbox } from "./stores.ts";

/** A message counts as read when it has been open this long, in milliseconds: not while one walks past with the keys. */
const READING = 300;

/** Does what the address asks for: reads the list that it searches for, and marks the message that it opens. */
export function followAddress(): void {
  let reading: ReturnType<typeof setTimeout> | undefined;
  let open: string | null = null;
  const follow = () => {
    const { q, room, id } = currentRoute();
    if (q !== inbox.get().query) void ask(q);
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
