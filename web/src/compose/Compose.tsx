import { useState } from "react";
import { type ComposeTab, openCompose } from "../data/dialogs.ts";
import { SegmentedControl } from "../ui/Button.tsx";
import { ComposeForm } from "./ComposeForm.tsx";
import { NEW_DRAFT } from "./compose-draft.ts";
import { PasteSourceForm } from "./PasteSourceForm.tsx";
import { UploadFiles } from "./UploadFiles.tsx";
import "./compose.css";

/** The ways to add a message: compose it, paste its source, or upload files. What was typed in one tab stays while another is shown. */
export function Compose({ tab }: { tab: ComposeTab }) {
  const [draft, setDraft] = useState(NEW_DRAFT);
  const [source, setSource] = useState("");
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
      {tab === "compose" && <ComposeForm draft={draft} setDraft={setDraft} />}
      {tab === "paste" && <PasteSourceForm source={source} setSource={setSource} />}
      {tab === "files" && <UploadFiles />}
    </div>
  );
}
