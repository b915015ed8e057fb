/** Hidden pages draw no frames; they are still told, a few times a second, for the title and for notifications. */
const MAX_DELAY_MS = 200;

/** Gathers what is put in and gives it on once a frame: a burst of thousands is one drawing, not thousands. */
export function batchPerFrame<Item>(deliver: (items: readonly Item[]) => void): (items: readonly Item[]) => void {
  let queue: Item[] = [];
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    const items = queue;
    queue = [];
    timer = undefined;
    deliver(items);
  };
  return (items) => {
    for (const item of items) queue.push(item);
    if (timer !== undefined) return;
    frame = requestAnimationFrame(flush);
    timer = setTimeout(flush, MAX_DELAY_MS);
  };
}
