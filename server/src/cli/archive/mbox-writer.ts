const LF = 10;
const GREATER = Buffer.from(">");

/**
 * Formats a message as an entry of an mboxrd file: a separator line, the bytes of the message with “>” before each
 * line that looks like a separator, and a blank line. Line ends are not changed.
 */
export function formatMboxEntry(source: Buffer, sender: string, receivedAt: Date): Buffer {
  const lineEnd = source.includes("\r\n") ? "\r\n" : "\n";
  const endsWithLineEnd = source.length === 0 || source.at(-1) === LF;
  const from = /^[!-~]+$/.test(sender) ? sender : "MAILER-DAEMON";
  return Buffer.concat([
    Buffer.from(`From ${from} ${formatAsctime(receivedAt)}${lineEnd}`),
    ...quoteFromLines(source),
    Buffer.from(endsWithLineEnd ? lineEnd : lineEnd + lineEnd),
  ]);
}

function quoteFromLines(source: Buffer): Buffer[] {
  const pieces: Buffer[] = [];
  let from = 0;
  for (let at = source.indexOf("From "); at >= 0; at = source.indexOf("From ", at + 1)) {
    let start = at;
    while (start > 0 && source[start - 1] === 62 /* > */) start--;
    if (start > 0 && source[start - 1] !== LF) continue;
    pieces.push(source.subarray(from, start), GREATER);
    from = start;
  }
  pieces.push(source.subarray(from));
  return pieces;
}

/** `Mon Nov  3 09:05:00 2025`, in UTC (RFC 4155, appendix A). */
function formatAsctime(date: Date): string {
  const [weekday = "", day = "", month, year, time] = date.toUTCString().split(" ");
  return `${weekday.slice(0, 3)} ${month} ${String(Number(day)).padStart(2)} ${time} ${year}`;
}
