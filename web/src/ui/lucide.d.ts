/** The content of an icon's `<svg>`; see vite-icons.ts. */
declare module "virtual:lucide/*" {
  const body: string;
  export default body;
}
