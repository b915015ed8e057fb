import { ProblemError } from "./problem-error.ts";

const EXAMPLE = "http://localhost:8025";

/**
 * Parses the URL of a server.
 *
 * @throws {TypeError} that says what is missing
 */
export function parseServerUrl(input: string | URL): URL {
  const url = URL.parse(input);
  if (url?.protocol === "http:" || url?.protocol === "https:") return url;
  const text = String(input);
  // A variable that is not set is “undefined” as a text.
  const isHost = /^(?!undefined$|null$)[\w.-]+(?::\d+)?(?:\/\S*)?$/.test(text);
  const guess = isHost ? `http://${text}` : EXAMPLE;
  throw new TypeError(
    `“${text}” is not the URL of a Mailglass: it must begin with http:// or https://, such as ${guess}`,
  );
}

/** Explains why a server could not be connected to, and what to do. Returns errors of other kinds unchanged. */
export function explainConnectError(url: URL, error: unknown): unknown {
  if (error instanceof ProblemError) {
    if (error.problem.type !== "about:blank") return error;
    return new Error(`${url.href} answered, but is no Mailglass (status ${error.status}). ${ADVICE}`, { cause: error });
  }
  if (error instanceof SyntaxError)
    return new Error(`${url.href} answered, but is no Mailglass. ${ADVICE}`, { cause: error });
  if (!(error instanceof TypeError)) return error;
  const { code, message } = readCause(error);
  return new Error(`${describeCause(url, code, message)} ${ADVICE}`, { cause: error });
}

const ADVICE = `Use the address of its page, such as ${EXAMPLE}.`;

/** fetch rejects with a TypeError, whose cause says why. */
function readCause({ cause, message }: TypeError): { readonly code: string; readonly message: string } {
  if (!(cause instanceof Error)) return { code: "", message };
  return { code: "code" in cause ? String(cause.code) : "", message: cause.message || message };
}

function describeCause(url: URL, code: string, message: string): string {
  if (code === "ECONNREFUSED" || code === "ENOTFOUND" || code === "EAI_AGAIN")
    return `There is no server at ${url.href} (${code}). Start Mailglass, or wait until it is ready.`;
  // Other texts of Node 22 for what is not HTTP, and for ports that fetch refuses.
  if (code.startsWith("HPE_") || /HTTP\/1\.1 protocol|^bad port$/.test(message))
    return `${url.href} does not speak HTTP (${message}). It may be the SMTP port.`;
  if (/certificate|self-signed|issuer/i.test(message))
    return `The certificate of ${url.href} is not trusted (${message}). Set NODE_EXTRA_CA_CERTS to the path that “mailglass ca” prints.`;
  return `${url.href} cannot be reached (${message}).`;
}
