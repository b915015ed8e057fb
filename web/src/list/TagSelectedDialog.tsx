import { type FormEvent, useState } from "react";
import { changeTagsOf, parseTags } from "../data/change-tags.ts";
import { useInbox } from "../data/stores.ts";
import { revealHidden } from "../model/reveal-hidden.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { X } from "../ui/icons.tsx";
import "./tag-selected-dialog.css";

/** Adds tags to the selected messages, and removes them. */
export function TagSelectedDialog({
  ids,
  open,
  onClose,
}: {
  ids: readonly string[];
  open: boolean;
  onClose: () => void;
}) {
  const [text, setText] = useState("");
  const rows = useInbox((inbox) => inbox.rows);
  const selected = new Set(ids);
  const tags = [...new Set(rows.flatMap((row) => (selected.has(row.id) ? row.tags : [])))].sort();
  const add = (event: FormEvent) => {
    event.preventDefault();
    const added = parseTags(text);
    if (added.length === 0) return onClose();
    setText("");
    void changeTagsOf(ids, { addTags: added });
  };
  return (
    <Dialog open={open} title={`Tags of ${ids.length} messages`} onClose={onClose}>
      <form className="dialog-body" onSubmit={add}>
        <input
          className="filter tags-to-add"
          aria-label="Tags to add, separated by commas"
          placeholder="Tags to add, separated by commas"
          maxLength={1_000}
          value={text}
          data-testid="tags-to-add"
          onChange={(event) => setText(event.target.value)}
        />
        {tags.length > 0 && (
          <p className="selected-tags">
            {tags.map((tag) => (
              <Button
                key={tag}
                size="small"
                needsServer
                aria-label={`Remove tag ${revealHidden(tag)} from the selected messages`}
                onClick={() => void changeTagsOf(ids, { removeTags: [tag] })}
              >
                {revealHidden(tag)} <X size={11} />
              </Button>
            ))}
          </p>
        )}
        <div className="dialog-actions">
          <Button onClick={onClose}>Close</Button>
          <Button kind="main" type="submit" needsServer disabled={text.trim() === ""}>
            Add
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
