/** The state of a store, as the API and the page report it. */
export interface StoreStatus {
  readonly kind: "sqlite" | "redis";
  /** The file; or the address, without user and password. */
  readonly location: string;
  /** One sentence; undefined while commits succeed. */
  readonly failure: string | undefined;
  /** Commits that succeeded and failed since the start. */
  readonly commits: number;
  readonly failures: number;
}
