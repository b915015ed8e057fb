import { SegmentedControl } from "../ui/Button.tsx";
import { DraftInput, type FaultFormState } from "./DraftInput.tsx";

/** Which attempts the fault affects. */
export function ConditionFields({ form }: { form: FaultFormState }) {
  return (
    <fieldset>
      <legend>Only if</legend>
      <DraftInput name="to" label="A recipient is" form={form} />
      <DraftInput name="from" label="The sender is" form={form} />
      {form.draft.on === "http" ? (
        <DraftInput name="provider" label="The provider is" hint="sendgrid, resend, ses, …" form={form} />
      ) : (
        <DraftInput name="user" label="The user is (AUTH)" form={form} />
      )}
      <DraftInput name="peer" label="The client’s IP address is" form={form} />
      <p className="field-note">
        Leave empty for any. <code>*</code> stands for any characters: <code>*@example.com</code>. <code>&lt;&gt;</code>{" "}
        is the empty sender of a bounce.
      </p>
    </fieldset>
  );
}

/** What the fault does. */
export function ActionFields({ form }: { form: FaultFormState }) {
  const { end, on } = form.draft;
  return (
    <fieldset>
      <legend>Then</legend>
      <SegmentedControl
        label="What happens"
        value={end}
        onChange={(next) => form.change({ end: next })}
        options={[
          { value: "reply", label: "Reply" },
          ...(on === "http" ? [{ value: "reject", label: "Reject recipients" } as const] : []),
          { value: "drop", label: "Close connection" },
          { value: "pass", label: "Slow down" },
        ]}
      />
      {end === "reply" && on === "http" && <HttpErrorFields form={form} />}
      {end === "reject" && (
        <p className="field-note">
          The provider rejects the recipients that match, and sends the rest. Each message of a request is an attempt.
        </p>
      )}
      {end === "reply" && on !== "http" && (
        <DraftInput
          name="reply"
          label="Text of the reply"
          hint="A code that begins with 4 (temporary) or 5 (permanent), and a text"
          form={form}
        />
      )}
      <DraftInput name="delay" label="Wait first, in ms" form={form} />
      {on !== "http" && <DraftInput name="tarpit" label="Pause between bytes, in ms" form={form} />}
    </fieldset>
  );
}

/** The error that the provider replies with, in its own form. */
function HttpErrorFields({ form }: { form: FaultFormState }) {
  return (
    <>
      <DraftInput name="status" label="Status of the reply" hint="From 400 to 599: 429, 500, 503" form={form} />
      <DraftInput name="retryAfter" label="Retry-After, in seconds" form={form} />
    </>
  );
}

/** How many of these attempts fail. */
export function FrequencyFields({ form }: { form: FaultFormState }) {
  return (
    <fieldset>
      <legend>How often</legend>
      <DraftInput name="after" label="Skip the first" hint="Attempts" form={form} />
      <DraftInput name="times" label="Fail at most" hint="Attempts; empty for all" form={form} />
      <DraftInput name="chance" label="Probability" hint="0.25 is one in four; empty for all" form={form} />
      <DraftInput name="seed" label="Random seed" hint="The same seed repeats a run" form={form} />
    </fieldset>
  );
}
