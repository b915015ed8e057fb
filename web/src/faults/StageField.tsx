import type { FaultStage } from "@mailglass/shared";
import { FormField } from "../ui/FormField.tsx";
import { STAGE_LABELS } from "./describe-fault.ts";

const STAGES: readonly FaultStage[] = ["connect", "helo", "auth", "mail", "rcpt", "data", "message", "http"];

const STAGE_HINTS: Readonly<Record<FaultStage, string>> = {
  connect: "Before the greeting of the server",
  helo: "When the client introduces itself",
  auth: "When the client logs in",
  mail: "When the client names the sender",
  rcpt: "For each recipient",
  data: "When the client begins to send the message",
  message: "When all of the message has arrived, instead of accepting it",
  http: "When a program sends through the HTTP API of a provider",
};

/** The step of the SMTP session at which the fault happens. */
export function StageField({ value, onChange }: { value: FaultStage; onChange: (stage: FaultStage) => void }) {
  return (
    <FormField label="When" hint={STAGE_HINTS[value]}>
      {(control) => (
        <select
          {...control}
          name="on"
          value={value}
          onChange={(event) => {
            const stage = STAGES.find((one) => one === event.target.value);
            if (stage !== undefined) onChange(stage);
          }}
        >
          {STAGES.map((stage) => (
            <option key={stage} value={stage}>
              {STAGE_LABELS[stage]}
            </option>
          ))}
        </select>
      )}
    </FormField>
  );
}
