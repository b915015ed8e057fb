import { type ComposeTab, openCompose } from "../data/dialogs.ts";
import { SegmentedControl } from "../ui/Button.tsx";
import { ComposeForm } from "./ComposeForm.tsx";
import { PasteSourceForm } from "./PasteSourceForm.tsx";
import { UploadFiles } from "./UploadFiles.tsx";
import "./compose.css";

/** The ways to add a message: compose it, paste its source, or upload files. */
export function Compose({ tab }: { tab: ComposeTab }) {
  return (
    <div className="dialog-body compose">
      <SegmentedControl
        label="How to add a message"
        value={tab}
        onChange={openCompose}
        options={[
          { value: "compose", label: "Compose" },
          { value: "paste", label: "Paste source" },
          { value: "files", label: "Files" },
        ]}
      />
      {tab === "compose" && <ComposeForm />}
      {tab === "paste" && <PasteSourceForm />}
      {tab === "files" && <UploadFiles />}
    </div>
  );
}
