/** Fills in the id of the newest message, session or fault, so that the operation can be tried at once. */
export async function fillInId(form: HTMLFormElement, root: URL): Promise<void> {
  const input = form.querySelector<HTMLInputElement>('input[name="path:id"]');
  const list = /^\/(api\/(?:messages|sessions|faults))\/:id/.exec(form.dataset.path ?? "")?.[1];
  if (input === null || list === undefined || input.value !== "") return;
  // Without a response, the field stays empty.
  const response = await fetch(new URL(list === "api/faults" ? list : `${list}?limit=1`, root)).catch(() => undefined);
  const answer: unknown = response?.ok ? await response.json() : undefined;
  const { items = answer }: { items?: unknown } = Object(answer);
  const [newest]: unknown[] = Array.isArray(items) ? items : [];
  const { id }: { id?: unknown } = Object(newest);
  if (typeof id === "string" && input.value === "") input.value = id;
}
