import { Suspense, use, useState } from "react";
import { loadMessage, loadPreviewInfo } from "../../data/load-message.ts";
import { useSettings } from "../../data/settings.ts";
import { formatAmount } from "../../model/format.ts";
import { Button } from "../../ui/Button.tsx";
import { ShieldAlert } from "../../ui/icons.tsx";
import { OneTimeCodes } from "../OneTimeCodes.tsx";
import { UnreadableLink } from "../ReasonLink.tsx";
import { TabTools } from "../tabs/TabTools.tsx";
import { PreviewControls } from "./PreviewControls.tsx";
import { PreviewFrame } from "./PreviewFrame.tsx";
import { ReturnFocusButton } from "./ReturnFocusButton.tsx";
import { usePageColorScheme } from "./use-page-color-scheme.ts";
import "./preview-tab.css";

/** The HTML as a mail client shows it: sanitized by the server, in a frame that runs no scripts and has no origin. */
export function PreviewTab({ id }: { id: string }) {
  const width = useSettings((settings) => settings.previewWidth);
  const theme = useSettings((settings) => settings.previewTheme);
  const images = useSettings((settings) => settings.previewImages);
  const zoom = useSettings((settings) => settings.previewZoom);
  const surround = usePageColorScheme();
  const [remote, setRemote] = useState(false);
  const { html } = use(loadMessage(id));
  return (
    <>
      <TabTools>
        <div className="preview-notes">
          <OneTimeCodes id={id} />
          <UnreadableLink id={id} text={html} />
          <Suspense>
            <RemoteContent id={id} loaded={remote} onLoad={() => setRemote(true)} />
          </Suspense>
        </div>
        <PreviewControls />
        <ReturnFocusButton />
      </TabTools>
      <div className="preview" data-width={width} style={{ "--zoom": zoom / 100 } as React.CSSProperties}>
        <PreviewFrame id={id} theme={theme} remote={remote} images={images} surround={surround} />
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
  if (loaded) return <span>Loaded from {from}</span>;
  return (
    <span className="preview-blocked" data-testid="remote-blocked">
      <ShieldAlert size={14} />
      <span title={hosts.join("\n")}>
        {formatAmount(remote, "remote resource")} blocked: {from}
      </span>
      <Button size="small" needsServer onClick={onLoad}>
        Load
      </Button>
    </span>
  );
}
