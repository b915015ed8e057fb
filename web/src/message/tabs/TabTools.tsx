import { createContext, type ReactNode, use } from "react";
import { createPortal } from "react-dom";

/** The element at the right end of the row of tabs; null until it is on the page. */
export const TabToolsContext = createContext<HTMLElement | null>(null);

/** Renders the controls of the open tab at the right end of the row of tabs. */
export function TabTools({ children }: { children: ReactNode }) {
  const place = use(TabToolsContext);
  return place === null ? null : createPortal(children, place);
}
