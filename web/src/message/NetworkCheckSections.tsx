import { DkimSection } from "./DkimSection.tsx";
import { LinkCheckSection } from "./LinkCheckSection.tsx";
import { SpamSection } from "./SpamSection.tsx";

/** The checks of a message that may use the network, as far as the operator has enabled them. */
export function NetworkCheckSections({ id }: { id: string }) {
  return (
    <>
      <DkimSection id={id} />
      <SpamSection id={id} />
      <LinkCheckSection id={id} />
    </>
  );
}
