/** A message whose lines all end with a bare LF, as archives keep them, gets the CRLF that it came with. */
export function toCrlf(source: Buffer): Buffer {
  if (source.includes("\r\n")) return source;
  return Buffer.from(source.toString("latin1").replaceAll("\n", "\r\n"), "latin1");
}
