import { lazy, Suspense } from "react";
import { closeFeatureDialog, useFeatureDialog } from "../data/dialogs.ts";
import { Dialog } from "../ui/Dialog.tsx";

const FaultForm = lazy(() => import("../faults/FaultForm.tsx").then((file) => ({ default: file.FaultForm })));

/** The dialogs of features, loaded when first opened. */
export function FeatureDialogs() {
  const dialog = useFeatureDialog();
  const fault = dialog.type === "fault-form" ? dialog.options : undefined;
  return (
    <Dialog
      open={fault !== undefined}
      title={fault?.title ?? (fault?.id === undefined ? "Add a fault" : "Edit a fault")}
      wide
      onClose={closeFeatureDialog}
    >
      <Suspense>{fault && <FaultForm options={fault} />}</Suspense>
    </Dialog>
  );
}
