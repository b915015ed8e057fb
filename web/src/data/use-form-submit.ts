import { type FormEvent, type RefObject, useEffect, useRef, useState } from "react";
import { type FormProblem, NO_PROBLEM, toFormProblem } from "./form-problem.ts";

/** A form that the server may refuse. */
export interface FormSubmit {
  readonly form: RefObject<HTMLFormElement | null>;
  readonly problem: FormProblem;
  /** Whether it is being submitted. */
  readonly isBusy: boolean;
  readonly onSubmit: (event: FormEvent) => void;
}

/** Keeps the state of a form that is submitted. Moves the focus to the first field that was refused. */
export function useFormSubmit(submit: () => Promise<void>): FormSubmit {
  const [problem, setProblem] = useState(NO_PROBLEM);
  const [isBusy, setIsBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (problem.byPointer.size > 0) form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [problem]);

  const send = async () => {
    setIsBusy(true);
    try {
      await submit();
    } catch (reason) {
      setProblem(toFormProblem(reason));
    } finally {
      setIsBusy(false);
    }
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void send();
  };
  return { form, problem, isBusy, onSubmit };
}
