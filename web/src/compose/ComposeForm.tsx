import { type Dispatch, type DragEvent, type FormEvent, type SetStateAction, useEffect, useRef, useState } from "react";
import { client } from "../data/client.ts";
import { closeFeatureDialog } from "../data/dialogs.ts";
import { findProblem, NO_PROBLEM, toFormProblem } from "../data/form-problem.ts";
import { openMessage } from "../data/message-actions.ts";
import { showToast } from "../data/toasts.ts";
import { Button } from "../ui/Button.tsx";
import { FormField } from "../ui/FormField.tsx";
import { AttachmentField } from "./AttachmentField.tsx";
import { type ComposeDraft, toNewMessage } from "./compose-draft.ts";

interface ComposeFormProps {
  draft: ComposeDraft;
  setDraft: Dispatch<SetStateAction<ComposeDraft>>;
}

/** A message to send through the SMTP port, as a program would. */
export function ComposeForm({ draft, setDraft }: ComposeFormProps) {
  const [problem, setProblem] = useState(NO_PROBLEM);
  const [isSending, setIsSending] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const change = (part: Partial<ComposeDraft>) => setDraft((now) => ({ ...now, ...part }));
  useEffect(() => form.current?.querySelector<HTMLElement>("[name=to]")?.focus(), []);
  useEffect(() => {
    if (problem.byPointer.size > 0) form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [problem]);

  const send = async (event: FormEvent) => {
    event.preventDefault();
    setIsSending(true);
    try {
      const { id } = await client.sendMessage({ body: await toNewMessage(draft) });
      closeFeatureDialog();
      showToast("Message sent", { action: { label: "Open", run: () => openMessage(id) } });
    } catch (reason) {
      setProblem(toFormProblem(reason));
    } finally {
      setIsSending(false);
    }
  };
  const attachDropped = (event: DragEvent) => {
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    // Otherwise the page would store the files as messages.
    event.stopPropagation();
    change({ files: [...draft.files, ...event.dataTransfer.files] });
  };

  const field = { draft, change, problemOf: (name: string) => findProblem(problem, `/${name}`) };
  return (
    <form ref={form} className="compose-form" noValidate onSubmit={(event) => void send(event)} onDrop={attachDropped}>
      <div className="compose-addresses">
        <TextField name="from" label="From" {...field} />
        <TextField name="to" label="To" {...field} />
        <TextField name="cc" label="Cc" {...field} />
        <TextField name="bcc" label="Bcc" {...field} />
        <TextField name="replyTo" label="Reply-To" {...field} />
        <TextField name="subject" label="Subject" {...field} />
      </div>
      <p className="field-note">Separate several addresses with commas.</p>
      <TextField name="text" label="Text" rows={6} {...field} />
      <TextField name="html" label="HTML" rows={4} {...field} />
      <AttachmentField
        files={draft.files}
        problem={field.problemOf("attachments")}
        onChange={(files) => change({ files })}
      />
      {problem.general !== "" && (
        <p className="form-problem" role="alert">
          {problem.general}
        </p>
      )}
      <div className="dialog-actions">
        <Button onClick={closeFeatureDialog}>Cancel</Button>
        <Button type="submit" kind="main" disabled={isSending}>
          Send
        </Button>
      </div>
    </form>
  );
}

interface TextFieldProps {
  name: Exclude<keyof ComposeDraft, "files">;
  label: string;
  /** Lines of a text area; a single-line input without. */
  rows?: number;
  draft: ComposeDraft;
  change: (part: Partial<ComposeDraft>) => void;
  problemOf: (name: string) => string | undefined;
}

function TextField({ name, label, rows, draft, change, problemOf }: TextFieldProps) {
  const value = draft[name];
  return (
    <FormField label={label} problem={problemOf(name)}>
      {(control) =>
        rows === undefined ? (
          <input
            {...control}
            name={name}
            autoComplete="off"
            value={value}
            onChange={(event) => change({ [name]: event.target.value })}
          />
        ) : (
          <textarea
            {...control}
            name={name}
            rows={rows}
            value={value}
            onChange={(event) => change({ [name]: event.target.value })}
          />
        )
      }
    </FormField>
  );
}
