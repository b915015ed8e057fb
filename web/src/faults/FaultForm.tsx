import { useEffect, useState } from "react";
import { closeFeatureDialog, type FaultFormOptions } from "../data/dialogs.ts";
import { currentRoute, navigate, routeTo } from "../data/router.ts";
import { saveFault } from "../data/save-fault.ts";
import { showToast } from "../data/toasts.ts";
import { useFormSubmit } from "../data/use-form-submit.ts";
import { Button } from "../ui/Button.tsx";
import { FormFoot } from "../ui/FormFoot.tsx";
import { describeAction, STAGE_LABELS } from "./describe-fault.ts";
import { ActionFields, ConditionFields, FrequencyFields } from "./FaultFields.tsx";
import { changeStage, type FaultDraft, toDraft, toRule } from "./fault-draft.ts";
import { StageField } from "./StageField.tsx";
import { FAULT_TEMPLATES } from "./templates.ts";
import "./fault-form.css";

/** The form for one fault: adds it, or replaces the one that is edited. */
export function FaultForm({ options: { id, rule } }: { options: FaultFormOptions }) {
  const [draft, setDraft] = useState(() => toDraft(rule));
  const change = (part: Partial<FaultDraft>) => setDraft((now) => ({ ...now, ...part }));
  const { form, problem, isBusy, onSubmit } = useFormSubmit(async () => {
    const { rule: saved } = await saveFault(toRule(draft), id);
    closeFeatureDialog();
    confirmSaved(`${STAGE_LABELS[saved.on]}: ${describeAction(saved)}`);
  });
  useEffect(() => form.current?.querySelector<HTMLElement>("button, select")?.focus(), [form]);

  const state = { draft, problem, change };
  return (
    <form ref={form} className="dialog-body fault-form" noValidate onSubmit={onSubmit}>
      {id === undefined && <TemplateButtons draft={draft} onPick={setDraft} />}
      <StageField value={draft.on} onChange={(on) => change(changeStage(draft, on))} />
      <ConditionFields form={state} />
      <ActionFields form={state} />
      <FrequencyFields form={state} />
      <FormFoot problem={problem.general}>
        <Button onClick={closeFeatureDialog}>Cancel</Button>
        <Button type="submit" kind="main" needsServer disabled={isBusy}>
          {id === undefined ? "Add fault" : "Save fault"}
        </Button>
      </FormFoot>
    </form>
  );
}

/** A template keeps the conditions that were filled in. */
function TemplateButtons({ draft, onPick }: { draft: FaultDraft; onPick: (draft: FaultDraft) => void }) {
  return (
    <div className="fault-templates" role="group" aria-label="Templates">
      {FAULT_TEMPLATES.map(({ name, rule }) => (
        <Button
          key={name}
          size="small"
          onClick={() => {
            const { to, from, user, peer, provider } = draft;
            const template = toDraft(rule);
            onPick({ ...template, from, user, peer, provider, to: to === "" ? template.to : to });
          }}
        >
          {name}
        </Button>
      ))}
    </div>
  );
}

function confirmSaved(description: string): void {
  const isListed = currentRoute().view === "faults";
  showToast(`Fault saved. ${description}`, {
    ...(!isListed && { action: { label: "Show faults", run: () => navigate(routeTo({ view: "faults" })) } }),
  });
}
