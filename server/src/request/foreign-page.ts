import type { IncomingHttpHeaders } from "node:http";

/** Whether a browser says that another site's page caused the request (Fetch Metadata). Other programs do not send the field. */
export function isFromForeignPage({ "sec-fetch-site": site }: IncomingHttpHeaders): boolean {
  return site !== undefined && site !== "same-origin" && site !== "none";
}
