import { buildRequest, type OperationInput } from "./build-request.ts";
import { fillInId } from "./fill-in-id.ts";
import { showResponse } from "./show-response.ts";

/*
 * The script of /api/docs, which the server renders. It takes over the forms of the operations, which are hidden until
 * then. Nothing of a response becomes HTML.
 */

/** The page is at `<base path>api/docs`. */
const ROOT = new URL("..", location.href);

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-method]")) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void execute(form);
  });
  form.closest("details")?.addEventListener("toggle", () => void fillInId(form, ROOT));
}

/** Executes the operation, after a confirmation if it deletes something. */
async function execute(form: HTMLFormElement): Promise<void> {
  const output = form.querySelector("output");
  const stop = form.querySelector<HTMLButtonElement>("[data-stop]");
  if (output === null || stop === null) return;
  const request = buildRequest(readInput(form), ROOT);
  const { pathname, search } = new URL(request.url);
  if ("confirm" in form.dataset && !confirm(`${request.method} ${pathname}${search} deletes data. Execute it?`)) return;

  const abort = new AbortController();
  const onStop = () => abort.abort();
  stop.addEventListener("click", onStop);
  stop.hidden = false;
  output.textContent = "Waiting for the response…";
  const startedAt = performance.now();
  try {
    const response = await fetch(request, { signal: abort.signal });
    await showResponse(response, performance.now() - startedAt, output, abort.signal);
  } catch (reason) {
    // What has arrived of a stream stays visible.
    if (!abort.signal.aborted) output.textContent = `The request failed: ${String(reason)}`;
    else if (output.childElementCount === 0) output.textContent = "Stopped.";
  } finally {
    stop.hidden = true;
    stop.removeEventListener("click", onStop);
  }
}

function readInput(form: HTMLFormElement): OperationInput {
  const { method = "GET", path = "/" } = form.dataset;
  const values = [...new FormData(form)].flatMap(([name, value]): [string, string | File][] => {
    const isList = form.elements.namedItem(name) instanceof HTMLTextAreaElement && name.startsWith("query:");
    if (!isList || typeof value !== "string") return [[name, value]];
    return value.split(/\r?\n/).map((line) => [name, line.trim()]);
  });
  return { method, path, values };
}
