import type { ReactNode } from "react";
import { IconButton } from "../ui/Button.tsx";
import { Pencil, X } from "../ui/icons.tsx";

interface EditableRowProps {
  /** What the buttons act on, such as `tag vip`. */
  name: string;
  /** Whether both need the server. */
  needsServer?: boolean;
  onRename: () => void;
  onRemove: () => void;
  children: ReactNode;
}

/** An entry of the sidebar with buttons to rename and remove it, shown under the pointer, on focus, and on touch. */
export function EditableRow({ name, needsServer = false, onRename, onRemove, children }: EditableRowProps) {
  return (
    <li className="sidebar-row">
      {children}
      <span className="sidebar-actions">
        <IconButton needsServer={needsServer} label={`Rename ${name}`} size="small" onClick={onRename}>
          <Pencil size={12} />
        </IconButton>
        <IconButton needsServer={needsServer} label={`Remove ${name}`} size="small" onClick={onRemove}>
          <X size={12} />
        </IconButton>
      </span>
    </li>
  );
}
