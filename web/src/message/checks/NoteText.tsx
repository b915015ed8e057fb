/** A note of caniemail.com. Of its Markdown, code is shown as code, and a link as its text. */
export function NoteText({ note }: { note: string }) {
  const text = note.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1");
  return (
    <p className="support-note">
      {text.split("`").map((piece, at) => (at % 2 === 1 ? <code key={at}>{piece}</code> : piece))}
    </p>
  );
}
