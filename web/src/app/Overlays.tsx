import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { closeOverlay, useOverlay } from "../data/overlay.ts";
import { Dialog } from "../ui/Dialog.tsx";

const CommandPalette = lazy(() =>
  import("../commands/CommandPalette.tsx").then((file) => ({ default: file.CommandPalette })),
);
const KeyboardHelp = lazy(() =>
  import("../commands/KeyboardHelp.tsx").then((file) => ({ default: file.KeyboardHelp })),
);

/** The command palette and the keyboard help, loaded when first opened. */
export function Overlays() {
  const overlay = useOverlay();
  return (
    <>
      <Dialog open={overlay === "palette"} title="Command palette" bare onClose={closeOverlay}>
        <LazyCommandPalette />
      </Dialog>
      <Dialog open={overlay === "help"} title="Keyboard shortcuts" onClose={closeOverlay}>
        <Suspense>
          <KeyboardHelp />
        </Suspense>
      </Dialog>
    </>
  );
}

/** Accepts typing before the palette has been loaded, so that no key is lost. */
function LazyCommandPalette() {
  const [text, setText] = useState("");
  return (
    <Suspense fallback={<PalettePlaceholder text={text} onText={setText} />}>
      <CommandPalette text={text} onText={setText} />
    </Suspense>
  );
}

function PalettePlaceholder({ text, onText }: { text: string; onText: (text: string) => void }) {
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
