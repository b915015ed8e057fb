import { lazy, Suspense } from "react";
import { closeFeatureDialog, type FeatureDialog, useFeatureDialog } from "../data/dialogs.ts";
import { Dialog } from "../ui/Dialog.tsx";

const FaultForm = lazy(() => import("../faults/FaultForm.tsx").then((file) => ({ default: file.FaultForm })));
const UseInTest = lazy(() => import("../use-in-test/UseInTest.tsx").then((file) => ({ default: file.UseInTest })));

/** The dialogs of features, loaded when first opened. */
export function FeatureDialogs() {
  const dialog = useFeatureDialog();
  return (
    <Dialog open={dialog.type !== "none"} title={titleOf(dialog)} wide onClose={closeFeatureDialog}>
      <Suspense>
        {dialog.type === "fault-form" && <FaultForm options={dialog.options} />}
        {dialog.type === "use-in-test" && <UseInTest target={dialog.target} />}
      </Suspense>
    </Dialog>
  );
}

function titleOf(dialog: FeatureDialog): string {
  switch (dialog.type) {
    case "none":
      return "";
    case "fault-form":
      return dialog.options.title ?? (dialog.options.id === undefined ? "Add a fault" : "Edit a fault");
    case "use-in-test":
      return "Use in a test";
  }
}
