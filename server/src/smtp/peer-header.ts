const HEADER_END = Buffer.from("\r\n\r\n");

/** Adds `X-Peer: <ip>` as the last header field, also to a message without a body. */
export function addPeerHeader(data: Buffer, address: string): Buffer {
  const field = Buffer.from(`X-Peer: ${address}\r\n`);
  if (data.indexOf("\r\n") === 0) return Buffer.concat([field, data]);
  const end = data.indexOf(HEADER_END);
  if (end !== -1) return Buffer.concat([data.subarray(0, end + 2), field, data.subarray(end + 2)]);
  const lineEnd = data.length === 0 || data.subarray(-2).equals(HEADER_END.subarray(0, 2)) ? "" : "\r\n";
  return Buffer.concat([data, Buffer.from(lineEnd), field]);
}
