import type { ClientFamilyScore, FeatureClient, HtmlCheck, HtmlFeatureSupport } from "@mailglass/shared";
import { NoteText } from "./NoteText.tsx";

/** A row for each family of clients: its score, and what its clients do not show. */
export function SupportByClient({ check: { families, features } }: { check: HtmlCheck }) {
  return (
    <ul className="support-list">
      {families.map((score) => (
        <FamilyRow key={score.family} score={score} features={features} />
      ))}
    </ul>
  );
}

/** A feature that clients of one family lack, or support in part. */
interface FamilyProblem {
  readonly feature: HtmlFeatureSupport;
  readonly none: readonly FeatureClient[];
  readonly partial: readonly FeatureClient[];
}

function FamilyRow({ score, features }: { score: ClientFamilyScore; features: readonly HtmlFeatureSupport[] }) {
  const { family, full, partial, none } = score;
  const problems = features.flatMap((feature): FamilyProblem[] => {
    const ofFamily = (clients: readonly FeatureClient[]) => clients.filter((one) => one.family === family);
    const problem = { feature, none: ofFamily(feature.clients.none), partial: ofFamily(feature.clients.partial) };
    return problem.none.length + problem.partial.length === 0 ? [] : [problem];
  });
  const row = (
    <>
      <span className="support-name">{family}</span>
      <SupportBar full={full} partial={partial} none={none} />
      <span className="support-percent">{Math.floor(full)} %</span>
    </>
  );
  return (
    <li data-testid="support-client" data-family={family}>
      {problems.length === 0 ? (
        <div className="support-row">{row}</div>
      ) : (
        <details>
          <summary className="support-row">{row}</summary>
          <ul className="support-details">
            {problems
              .toSorted((a, b) => b.none.length - a.none.length)
              .map((problem) => (
                <ProblemItem key={problem.feature.slug} family={family} problem={problem} />
              ))}
          </ul>
        </details>
      )}
    </li>
  );
}

function ProblemItem({ family, problem: { feature, none, partial } }: { family: string; problem: FamilyProblem }) {
  const notes = new Set([...none, ...partial].flatMap((one) => one.notes));
  return (
    <li>
      <a href={feature.url} target="_blank" rel="noreferrer">
        {feature.title}
      </a>{" "}
      {none.length > 0 && (
        <span className="badge" data-kind="error">
          not in {listPlatforms(family, none)}
        </span>
      )}{" "}
      {partial.length > 0 && (
        <span className="badge" data-kind="warning">
          partly in {listPlatforms(family, partial)}
        </span>
      )}
      {[...notes].map((note) => (
        <NoteText key={note} note={note} />
      ))}
    </li>
  );
}

/** Without the name of the family, which the row has. */
function listPlatforms(family: string, clients: readonly FeatureClient[]): string {
  return clients.map(({ client }) => client.replace(`${family} `, "")).join(", ");
}

interface SupportBarProps {
  full: number;
  partial: number;
  none: number;
}

/** A bar of three parts, in percent. */
function SupportBar({ full, partial, none }: SupportBarProps) {
  const text = `${full} % supported, ${partial} % partly, ${none} % not`;
  return (
    <svg className="support-bar" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label={text}>
      <title>{text}</title>
      <rect className="support-full" width={full} height="8" />
      <rect className="support-partial" x={full} width={partial} height="8" />
      <rect className="support-none" x={full + partial} width={none} height="8" />
    </svg>
  );
}
