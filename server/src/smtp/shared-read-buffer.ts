import { Socket } from "node:net";

/**
 * Bytes that one read takes at most, of any connection. A message of 100 KiB that came whole is then read by one call. Where a
 * sender is fast, libuv reads up to 32 times before other work gets its turn: 4 MiB, which take the engine 19 ms where
 * they are lines of five octets.
 */
const sharedReadBuffer = Buffer.allocUnsafeSlow(128 * 1024);

/**
 * Has all connections read into the same memory. Without it Node makes a buffer of 64 KiB for each read and shrinks it
 * afterwards, which costs half as much as all else that a small message takes, and keeps the garbage collector busy.
 * `received` has to be done with the octets when it returns.
 *
 * QUIRK: Node has this as the option `onread` of a `Socket`, but none to hand it to a server's sockets. So the socket's handle,
 * which is no documented property, is put into a socket of its own. Where it is not to be had, reads are ordinary ones.
 *
 * @param socket of a server with `pauseOnConnect`
 * @returns the socket to use in its place
 */
export function adoptWithSharedReadBuffer(socket: Socket, onData: (chunk: Buffer) => void): Socket {
  const handleOwner: { _handle?: unknown } = socket as object;
  const handle = handleOwner._handle;
  if (typeof handle !== "object" || handle === null) {
    socket.on("data", onData).resume();
    return socket;
  }
  handleOwner._handle = null;
  const options = {
    handle,
    allowHalfOpen: true,
    onread: {
      buffer: sharedReadBuffer,
      callback(length: number) {
        onData(sharedReadBuffer.subarray(0, length));
        return true;
      },
    },
  };
  const adopted = new Socket(options);
  // The server counts the socket that it made, until that one closes.
  adopted.once("close", () => socket.destroy());
  return adopted.resume();
}
