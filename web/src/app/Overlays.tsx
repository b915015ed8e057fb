import { lazy, Suspense } from "react";
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
        <Suspense>
          <Palette />
        </Suspense>
      </Dialog>
      <Dialog open={overlay === "help"} title="Keys" onClose={closeOverlay}>
        <Suspense>
          <Help />
        </Suspense>
      </Dialog>
    </>
  );
}
