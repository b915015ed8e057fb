import { transform } from "rolldown/utils";
import { readPage } from "./doc-snippets.ts";

/** `node22.13`, as in the `engines` of the package. */
const OLDEST_NODE = `node${/node: ">=([\d.]+)"/.exec(readPage("server/package-build.mjs"))?.[1]}`;

/**
 * Returns null if the oldest supported Node can parse the JavaScript or TypeScript once its types are removed; otherwise
 * what it would have to be instead, or why that is not possible. Rejects if it is neither.
 */
export async function findNewSyntax(code: string): Promise<string | null> {
  const asWritten = await transpile(code, "esnext");
  const forOldest = await transpile(code, OLDEST_NODE).catch(String);
  return forOldest === asWritten ? null : forOldest;
}

async function transpile(code: string, target: string): Promise<string> {
  const { code: transpiled, errors } = await transform("snippet.ts", code, { target });
  if (errors[0] !== undefined) throw errors[0];
  return transpiled;
}
