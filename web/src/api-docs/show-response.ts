/** Maximum characters of a body that are shown. */
const MAX_SHOWN_LENGTH = 200_000;

/** Shows status, header fields and body of a response in `output`. A stream is shown as it arrives, until `signal` aborts. */
export async function showResponse(
  response: Response,
  tookMs: number,
  output: HTMLElement,
  signal: AbortSignal,
): Promise<void> {
  const status = document.createElement("p");
  status.textContent = `${response.status} ${response.statusText} in ${Math.round(tookMs)} ms`;
  const headers = createScrollable();
  headers.textContent = [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
  const body = createScrollable();
  output.replaceChildren(status, headers, body);
  const type = response.headers.get("content-type") ?? "";
  if (type.includes("json")) body.textContent = cut(formatJson(await response.text()));
  else if (type.startsWith("text/") || type.startsWith("message/")) await showText(response, body, signal);
  else body.replaceWith(createDownload(await response.blob(), response));
}

function createScrollable(): HTMLElement {
  const element = document.createElement("pre");
  // So that the keyboard can scroll it.
  element.tabIndex = 0;
  return element;
}

/** Shows text as it arrives, up to the limit. */
async function showText({ body }: Response, target: HTMLElement, signal: AbortSignal): Promise<void> {
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  if (reader === undefined) return;
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done || signal.aborted) return;
    text += value;
    target.textContent = cut(text);
    if (text.length > MAX_SHOWN_LENGTH) return void reader.cancel();
  }
}

const cut = (text: string): string =>
  text.length <= MAX_SHOWN_LENGTH ? text : `${text.slice(0, MAX_SHOWN_LENGTH)}\n… The rest is not shown.`;

function formatJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** A link that saves bytes that cannot be shown as text. */
function createDownload(bytes: Blob, { url }: Response): HTMLElement {
  const line = document.createElement("p");
  if (bytes.size === 0) {
    line.textContent = "The response has no body.";
    return line;
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(bytes);
  link.download = new URL(url).pathname.split("/").at(-1) ?? "response";
  link.textContent = `Save ${bytes.size} bytes`;
  line.append(link);
  return line;
}
