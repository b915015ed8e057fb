import { type Dispatch, type DragEvent, type SetStateAction, useEffect } from "react";
import { client } from "../data/client.ts";
import { closeFeatureDialog } from "../data/dialogs.ts";
import { findProblem } from "../data/form-problem.ts";
import { openMessage } from "../data/message-actions.ts";
import { showToast } from "../data/toasts.ts";
import { useFormSubmit } from "../data/use-form-submit.ts";
import { Button } from "../ui/Button.tsx";
import { FormField } from "../ui/FormField.tsx";
import { FormFoot } from "../ui/FormFoot.tsx";
import { AttachmentField } from "./AttachmentField.tsx";
import { type ComposeDraft, toNewMessage } from "./compose-draft.ts";

interface ComposeFormProps {
  draft: ComposeDraft;
  setDraft: Dispatch<SetStateAction<ComposeDraft>>;
}

/** A message to send through the SMTP port, as a program would. */
export function ComposeForm({ draft, setDraft }: ComposeFormProps) {
  const change = (part: Partial<ComposeDraft>) => setDraft((now) => ({ ...now, ...part }));
  const { form, problem, isBusy, onSubmit } = useFormSubmit(async () => {
    const { id } = await client.sendMessage({ body: await toNewMessage(draft) });
    closeFeatureDialog();
    showToast("Message sent", { action: { label: "Open", run: () => openMessage(id) } });
  });
  useEffect(() => form.current?.querySelector<HTMLElement>("[name=to]")?.focus(), [form]);

  const attachDropped = (event: DragEvent) => {
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    // Otherwise the page would store the files as messages.
    event.stopPropagation();
    change({ files: [...draft.files, ...event.dataTransfer.files] });
  };

  const field = { draft, change, problemOf: (name: string) => findProblem(problem, `/${name}`) };
  return (
    <form ref={form} className="compose-form" noValidate onSubmit={onSubmit} onDrop={attachDropped}>
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
      <FormFoot problem={problem.general}>
        <Button onClick={closeFeatureDialog}>Cancel</Button>
        <Button type="submit" kind="main" needsServer disabled={isBusy}>
          Send
        </Button>
      </FormFoot>
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
