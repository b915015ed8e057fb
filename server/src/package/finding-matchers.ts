import { checkDeliverable, checkFindings, type FindingSelection, type ReceivedMessage } from "@mailglass/shared/client";

/** Matchers about the findings of a message, for Vitest and Playwright. Their failures list the findings with their fixes. */
export const findingMatchers = {
  toHaveNoFindings(message: ReceivedMessage, selection?: FindingSelection) {
    return toMatcherResult(checkFindings(message, selection));
  },

  toBeDeliverable(message: ReceivedMessage) {
    return toMatcherResult(checkDeliverable(message));
  },
};

const toMatcherResult = ({ pass, message }: { pass: boolean; message: string }) => ({ pass, message: () => message });
