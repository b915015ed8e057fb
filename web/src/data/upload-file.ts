import type { Imported } from "@mailglass/shared";

/**
 * Posts a file. `fetch` cannot report how much of a body has been sent, so this uses XMLHttpRequest.
 *
 * @param onProgress receives the number of bytes sent
 * @returns the response, or why the server refused the file; never rejects
 */
export function uploadFile(
  url: URL,
  file: File,
  onProgress: (sentBytes: number) => void,
): Promise<Imported | { readonly problem: string }> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    // The server tells the formats apart by the content.
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.addEventListener("progress", ({ loaded }) => onProgress(loaded));
    request.addEventListener("load", () => resolve(readResponse(request)));
    request.addEventListener("error", () => resolve({ problem: "The server does not answer." }));
    request.send(file);
  });
}

function readResponse({ status, responseText }: XMLHttpRequest): Imported | { readonly problem: string } {
  try {
    const body: Imported & { readonly detail?: string } = JSON.parse(responseText);
    return status === 201 ? body : { problem: body.detail ?? `HTTP ${status}` };
  } catch {
    // A response of a proxy.
    return { problem: `HTTP ${status}` };
  }
}
