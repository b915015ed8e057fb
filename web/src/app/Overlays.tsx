import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { Dialog } from "../ui/Dialog.tsx";
import { closeOverlay, useOverlay } from "./overlay.ts";

const Palette = lazy(() => import("../commands/Palette.tsx").then((file) => ({ default: file.Palette })));
const Help = lazy(() => import("../commands/Help.tsx").then((file) => ({ default: file.Help })));

/** The command palette and the table of keys, loaded when they are opened. */
export function Overlays() {
  const overlay = useOverlay();
  return (
    <>
      <Dialog open={overlay === "palette"} title="Command palette" bare onClose={closeOverlay}>
        <PaletteOnItsWay />
      </Dialog>
      <Dialog open={overlay === "help"} title="Keys" onClose={closeOverlay}>
        <Suspense>
          <Help />
        </Suspense>
      </Dialog>
    </>
  );
}

/** Takes what is typed before the palette has been loaded, so that no key is lost. */
function PaletteOnItsWay() {
  const [text, setText] = useState("");
  return (
    <Suspense fallback={<FirstKeys text={text} onText={setText} />}>
      <Palette text={text} onText={setText} />
    </Suspense>
  );
}

function FirstKeys({ text, onText }: { text: string; onText: (text: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  return (
    <input
      ref={input}
      className="palette-input"
      aria-label="Commands"
      value={text}
      onChange={(event) => onText(event.target.value)}
    />
  );
}
