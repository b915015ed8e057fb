import { phoneQuery } from "./media-query.ts";
import { currentRoute, navigate, routeTo } from "./router.ts";

/** Focuses the search box; shows the list first where it is hidden. */
export function focusSearch(): void {
  const { view, id } = currentRoute();
  const isHidden = id !== null && phoneQuery.get();
  if (view !== "messages" || isHidden) navigate(routeTo({}));
  const select = () => {
    const box = document.querySelector<HTMLInputElement>("#search");
    if (document.activeElement !== box) box?.select();
  };
  // Select once it is drawn, but before the next key, so that all typed letters reach the box.
  queueMicrotask(select);
  // When the palette closes, it returns the focus to its earlier place.
  setTimeout(select);
}
