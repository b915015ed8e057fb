import { createRequire } from "node:module";
import type { CaniemailData } from "./caniemail-data.ts";

/** Loads the data of the installed npm package. In the bundle, `server/bundle-caniemail.mjs` replaces this file by a compact form. */
export function loadCaniemail(): CaniemailData {
  const data: CaniemailData = createRequire(import.meta.url)("caniemail/caniemail.json");
  return data;
}
