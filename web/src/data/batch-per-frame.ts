/** Hidden pages get no animation frames; items are then delivered by a timer, for the title and notifications. */
const MAX_DELAY_MS = 200;

/** Collects items and delivers them once per animation frame, so that a burst of thousands is drawn once. */
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
