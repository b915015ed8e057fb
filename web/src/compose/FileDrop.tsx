import { useEffect, useState } from "react";
import { canShowUploads, openCompose } from "../data/dialogs.ts";
import { addFiles, clearFinishedUploads } from "../data/uploads.ts";
import "./file-drop.css";

/** Adds the messages of files that are dropped anywhere on the page. Shows that while files are dragged over it. */
export function FileDrop() {
  const [isDragging, setIsDragging] = useState(false);
  useEffect(() => {
    const listeners = new AbortController();
    const { signal } = listeners;
    const onDragOver = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      // Allows the drop.
      event.preventDefault();
      setIsDragging(true);
    };
    const onDragLeave = (event: DragEvent) => {
      // Moving from one element to another is no departure; outside the window there is no next element.
      if (event.relatedTarget === null) setIsDragging(false);
    };
    const onDrop = (event: DragEvent) => {
      setIsDragging(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (event.defaultPrevented || files.length === 0) return;
      // Otherwise the browser would leave the page and show the file.
      event.preventDefault();
      if (!canShowUploads()) return;
      clearFinishedUploads();
      addFiles(files);
      openCompose("files");
    };
    addEventListener("dragenter", onDragOver, { signal });
    addEventListener("dragover", onDragOver, { signal });
    addEventListener("dragleave", onDragLeave, { signal });
    addEventListener("drop", onDrop, { signal });
    return () => listeners.abort();
  }, []);
  if (!isDragging) return null;
  return (
    <div className="file-drop" data-testid="file-drop">
      <p>Drop .eml or mbox files to add their messages</p>
    </div>
  );
}
