/** A TCP address: where something listens or is connected to. */
export interface HostPort {
  readonly host: string;
  readonly port: number;
}
