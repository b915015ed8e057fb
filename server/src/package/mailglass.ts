export * from "@mailglass/shared/client";
export { type StartOptions, startMailglass } from "./start-mailglass.ts";
