import { createFieldTerm, type MessageSummary } from "@mailglass/shared";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { changeTags, parseTags } from "../../data/change-tags.ts";
import { routeTo } from "../../data/router.ts";
import { revealHidden } from "../../model/reveal-hidden.ts";
import { tagHue } from "../../model/tag-hue.ts";
import { IconButton } from "../../ui/Button.tsx";
import { Tag, X } from "../../ui/icons.tsx";
import { RouteLink } from "../../ui/RouteLink.tsx";
import "../../ui/tag-label.css";

/** The API's limits: characters of a tag, and tags of a message. */
const MAX_TAG_LENGTH = 100;
const MAX_TAGS = 100;

/** The tags of a message: each searches for its messages; they can be added and removed. */
export function MessageTags({ message: { id, tags } }: { message: MessageSummary }) {
  const [isEditing, setIsEditing] = useState(false);
  return (
    <span className="message-tags" role="group" aria-label="Tags">
      {tags.map((tag) => (
        <span key={tag} className="message-tag tag-label" data-hue={tagHue(tag)} data-testid="message-tag">
          <RouteLink to={routeTo({ q: createFieldTerm("tag", tag).text })}>{revealHidden(tag)}</RouteLink>
          {isEditing && (
            <button
              type="button"
              aria-label={`Remove tag ${revealHidden(tag)}`}
              data-testid="remove-tag"
              onClick={() => void changeTags(id, { removeTags: [tag] })}
            >
              <X size={11} />
            </button>
          )}
        </span>
      ))}
      {isEditing ? (
        <TagForm id={id} onClose={() => setIsEditing(false)} />
      ) : (
        <IconButton
          label="Edit tags"
          size="small"
          needsServer
          data-testid="edit-tags"
          onClick={() => setIsEditing(true)}
        >
          <Tag size={13} />
        </IconButton>
      )}
    </span>
  );
}

function TagForm({ id, onClose }: { id: string; onClose: () => void }) {
  const [text, setText] = useState("");
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const added = parseTags(text);
    if (added.length === 0) return onClose();
    setText("");
    void changeTags(id, { addTags: added.slice(0, MAX_TAGS) });
  };
  return (
    <form onSubmit={onSubmit}>
      <input
        className="filter message-tag-input"
        aria-label="Add a tag"
        placeholder="Add a tag"
        maxLength={MAX_TAG_LENGTH}
        ref={input}
        value={text}
        data-testid="tag-input"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.preventDefault();
          event.stopPropagation();
          onClose();
        }}
      />
      <IconButton label="Done" size="small" data-testid="tags-done" onClick={onClose}>
        <X size={13} />
      </IconButton>
    </form>
  );
}
