/** Returns a host for sending from this machine. For a listener on all addresses, it is the page's own host. */
export function reachableHost(listenHost: string, pageHost: string): string {
  if (listenHost === "0.0.0.0" || listenHost === "::") return pageHost;
  return listenHost === "127.0.0.1" || listenHost === "::1" ? "localhost" : listenHost;
}
