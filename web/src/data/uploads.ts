import { client } from "./client.ts";
import { createStore, useStore } from "./store.ts";
import { uploadFile } from "./upload-file.ts";

/** A file whose messages are added. */
export interface Upload {
  readonly id: number;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly state:
    | { readonly type: "waiting" }
    /** `sent` is in bytes. */
    | { readonly type: "sending"; readonly sent: number }
    /** `firstId` is the id of the first message in the file. */
    | { readonly type: "done"; readonly added: number; readonly firstId: string | undefined }
    | { readonly type: "failed"; readonly problem: string };
}

type UploadAction =
  | { readonly add: readonly Upload[] }
  | { readonly id: number; readonly state: Upload["state"] }
  | "clear-finished";

const isFinished = ({ state }: Upload): boolean => state.type === "done" || state.type === "failed";

const uploadStore = createStore<readonly Upload[], UploadAction>([], (uploads, action) => {
  if (action === "clear-finished") return uploads.filter((upload) => !isFinished(upload));
  if ("add" in action) return [...uploads, ...action.add];
  return uploads.map((upload) => (upload.id === action.id ? { ...upload, state: action.state } : upload));
});

export function useUploads(): readonly Upload[] {
  return useStore(uploadStore, (uploads) => uploads);
}

/** Forgets the files that were sent, so that the list starts empty. */
export function clearFinishedUploads(): void {
  if (uploadStore.get().some(isFinished)) uploadStore.dispatch("clear-finished");
}

let lastId = 0;
/** The files are sent one after another, so that their messages are stored in this order. */
let queue: Promise<void> = Promise.resolve();

/** Adds the messages of .eml and mbox files. One that the server refuses does not stop the others. */
export function addFiles(files: readonly File[]): void {
  const uploads = files.map((file): [File, Upload] => [
    file,
    { id: ++lastId, name: file.name, size: file.size, state: { type: "waiting" } },
  ]);
  uploadStore.dispatch({ add: uploads.map(([, upload]) => upload) });
  for (const [file, { id }] of uploads) queue = queue.then(() => sendOne(file, id));
}

/** Bytes that tell a picture or another document from a message, which begins with header fields. */
const SAMPLE_BYTES = 4096;

async function isMessage(file: File): Promise<boolean> {
  const beginning = await file.slice(0, SAMPLE_BYTES).text();
  return !beginning.includes("\0") && /^[!-9;-~]+[ \t]*:/m.test(beginning);
}

/** Never rejects. */
async function sendOne(file: File, id: number): Promise<void> {
  const setState = (state: Upload["state"]) => uploadStore.dispatch({ id, state });
  if (!(await isMessage(file).catch(() => true))) {
    setState({ type: "failed", problem: "This is not a message. Choose .eml or mbox files." });
    return;
  }
  setState({ type: "sending", sent: 0 });
  const result = await uploadFile(client.urlOf("importMessages"), file, (sent) => setState({ type: "sending", sent }));
  if ("problem" in result) setState({ type: "failed", problem: result.problem });
  else setState({ type: "done", added: result.added, firstId: result.ids[0] });
}
