import { type FormEvent, type RefObject, useEffect, useRef, useState } from "react";
import { closeFeatureDialog, type FaultFormOptions } from "../data/dialogs.ts";
import { type FormProblem, NO_PROBLEM, toFormProblem } from "../data/form-problem.ts";
import { currentRoute, navigate, routeTo } from "../data/router.ts";
import { saveFault } from "../data/save-fault.ts";
import { showToast } from "../data/toasts.ts";
import { Button } from "../ui/Button.tsx";
import { describeAction, STAGE_LABELS } from "./describe-fault.ts";
import { ActionFields, ConditionFields, FrequencyFields } from "./FaultFields.tsx";
import { type FaultDraft, toDraft, toRule } from "./fault-draft.ts";
import { StageField } from "./StageField.tsx";
import { FAULT_TEMPLATES } from "./templates.ts";
import "./fault-form.css";

/** The form for one fault: adds it, or replaces the one that is edited. */
export function FaultForm({ options: { id, rule } }: { options: FaultFormOptions }) {
  const [draft, setDraft] = useState(() => toDraft(rule));
  const [problem, setProblem] = useState(NO_PROBLEM);
  const [isSaving, setIsSaving] = useState(false);
  const change = (part: Partial<FaultDraft>) => setDraft((now) => ({ ...now, ...part }));
  const formElement = useRef<HTMLFormElement>(null);
  useEffect(() => formElement.current?.querySelector<HTMLElement>("button, select")?.focus(), []);
  useFocusOnProblem(formElement, problem);

  const save = async (event: FormEvent) => {
    event.preventDefault();
    setIsSaving(true);
    try {
      const { rule: saved } = await saveFault(toRule(draft), id);
      closeFeatureDialog();
      confirmSaved(`${STAGE_LABELS[saved.on]}: ${describeAction(saved)}`);
    } catch (reason) {
      setProblem(toFormProblem(reason));
    } finally {
      setIsSaving(false);
    }
  };

  const form = { draft, problem, change };
  return (
    <form ref={formElement} className="dialog-body fault-form" noValidate onSubmit={(event) => void save(event)}>
      {id === undefined && <TemplateButtons draft={draft} onPick={setDraft} />}
      <StageField value={draft.on} onChange={(on) => change({ on })} />
      <ConditionFields form={form} />
      <ActionFields form={form} />
      <FrequencyFields form={form} />
      {problem.general !== "" && (
        <p className="form-problem" role="alert">
          {problem.general}
        </p>
      )}
      <div className="dialog-actions">
        <Button onClick={closeFeatureDialog}>Cancel</Button>
        <Button type="submit" kind="main" disabled={isSaving}>
          {id === undefined ? "Add fault" : "Save fault"}
        </Button>
      </div>
    </form>
  );
}

/** Moves the focus to the first field that was refused. */
function useFocusOnProblem(form: RefObject<HTMLFormElement | null>, problem: FormProblem): void {
  useEffect(() => {
    if (problem.byPointer.size > 0) form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [form, problem]);
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
