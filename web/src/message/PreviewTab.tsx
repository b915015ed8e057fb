import { Suspense, use, useState } from "react";
import { loadMessage, loadPreviewInfo } from "../data/load-message.ts";
import { settingsStore, useSettings } from "../data/settings.ts";
import { formatAmount } from "../model/format.ts";
import { Button, SegmentedControl } from "../ui/Button.tsx";
import { Monitor, Moon, ShieldAlert, Smartphone, Sun, Tablet } from "../ui/icons.tsx";
import { OneTimeCodes } from "./OneTimeCodes.tsx";
import { PreviewFrame } from "./PreviewFrame.tsx";
import { UnreadableLink } from "./ReasonLink.tsx";
import { ReturnFocusButton } from "./ReturnFocusButton.tsx";
import "./preview-tab.css";

const PREVIEW_WIDTHS = [
  { value: "375px", label: <Smartphone size={14} />, title: "Phone, 375 px" },
  { value: "768px", label: <Tablet size={14} />, title: "Tablet, 768 px" },
  { value: "100%", label: <Monitor size={14} />, title: "Desktop, full width" },
] as const;

const PREVIEW_THEMES = [
  { value: "light", label: <Sun size={14} />, title: "Light mail client" },
  { value: "dark", label: <Moon size={14} />, title: "Dark mail client" },
] as const;

/** The HTML as a mail client shows it: sanitized by the server, in a frame that runs no scripts and has no origin. */
export function PreviewTab({ id }: { id: string }) {
  const width = useSettings((settings) => settings.previewWidth);
  const theme = useSettings((settings) => settings.previewTheme);
  const [remote, setRemote] = useState(false);
  const { hasHtml, html } = use(loadMessage(id));
  if (!hasHtml) return <p className="panel-note">This message has no HTML part. See the Text tab.</p>;
  return (
    <>
      <div className="panel-bar">
        <SegmentedControl
          label="Width"
          size="small"
          value={width}
          options={PREVIEW_WIDTHS}
          onChange={(previewWidth) => settingsStore.dispatch({ previewWidth })}
        />
        <SegmentedControl
          label="Colours"
          size="small"
          value={theme}
          options={PREVIEW_THEMES}
          onChange={(previewTheme) => settingsStore.dispatch({ previewTheme })}
        />
        <OneTimeCodes id={id} />
        <UnreadableLink id={id} text={html} />
        <ReturnFocusButton />
        <Suspense>
          <RemoteContent id={id} loaded={remote} onLoad={() => setRemote(true)} />
        </Suspense>
      </div>
      <div className="preview" data-width={width}>
        <PreviewFrame id={id} theme={theme} remote={remote} />
      </div>
    </>
  );
}

interface RemoteContentProps {
  id: string;
  loaded: boolean;
  onLoad: () => void;
}

/** Shows what was not loaded, and from which hosts. */
function RemoteContent({ id, loaded, onLoad }: RemoteContentProps) {
  const { remote, hosts } = use(loadPreviewInfo(id));
  if (remote === 0) return null;
  const from = hosts.length > 2 ? `${hosts.slice(0, 2).join(", ")} and ${hosts.length - 2} more` : hosts.join(" and ");
  if (loaded) return <span className="is-end">Loaded from {from}</span>;
  return (
    <span className="preview-blocked is-end" data-testid="remote-blocked">
      <ShieldAlert size={14} />
      <span title={hosts.join("\n")}>
        {formatAmount(remote, "remote resource")} blocked: {from}
      </span>
      <Button size="small" onClick={onLoad}>
        Load
      </Button>
    </span>
  );
}
