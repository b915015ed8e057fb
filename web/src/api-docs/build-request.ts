/** The values of a form on the API page. */
export interface OperationInput {
  readonly method: string;
  /** As in the route table: `/api/messages/:id`. */
  readonly path: string;
  /** Controls by their names: `path:id`, `query:limit`, `body`, `file`. A list has one value for each item. */
  readonly values: readonly (readonly [name: string, value: string | File])[];
}

/**
 * Builds the request of an operation. Values that were left empty are left out.
 *
 * @param root URL of the server; ends with a slash
 */
export function buildRequest({ method, path, values }: OperationInput, root: URL): Request {
  const given = values.filter(([, value]) => (typeof value === "string" ? value !== "" : value.size > 0));
  const url = new URL(fillPath(path, given).slice(1), root);
  for (const [name, value] of given) {
    if (name.startsWith("query:") && typeof value === "string")
      url.searchParams.append(name.slice("query:".length), value);
  }
  const file = given.find(([name]) => name === "file")?.[1];
  const json = given.find(([name]) => name === "body")?.[1];
  const body = file ?? json;
  return new Request(url, {
    method,
    headers: {
      // The stream answers with server-sent events instead of asking for a WebSocket.
      accept: "application/json, text/event-stream, */*;q=0.8",
      ...(body !== undefined && { "content-type": file === undefined ? "application/json" : "message/rfc822" }),
    },
    ...(body !== undefined && { body }),
  });
}

function fillPath(path: string, values: OperationInput["values"]): string {
  return path.replace(/:(\w+)/g, (_, key: string) => {
    const value = values.find(([name]) => name === `path:${key}`)?.[1];
    return typeof value === "string" ? encodeURIComponent(value) : "";
  });
}
