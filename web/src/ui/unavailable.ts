import { createContext, use } from "react";
import { useIsOffline } from "../data/connection.ts";

/** Whether the server no longer has what is shown, so that nothing can be done with it. */
export const GoneContext = createContext(false);

/** Whether what needs the server cannot be chosen here. */
export function useIsUnavailable(): boolean {
  const isGone = use(GoneContext);
  return useIsOffline() || isGone;
}
