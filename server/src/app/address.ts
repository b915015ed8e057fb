/** A TCP address to listen on or connect to. */
export interface HostPort {
  readonly host: string;
  readonly port: number;
}
