import { use } from "react";
import { loadContent } from "../../data/load-message.ts";
import { CalendarCard } from "./CalendarCard.tsx";
import { ReportCard } from "./ReportCard.tsx";
import { SealCard } from "./SealCard.tsx";
import { TnefCard } from "./TnefCard.tsx";
import "./content-cards.css";

/** One card for each calendar, report, signature and winmail.dat. */
export function ContentCards({ id }: { id: string }) {
  const { calendars, reports, seals, tnef } = use(loadContent(id));
  return (
    <div className="content-cards" tabIndex={0} role="region" aria-label="Special content" data-testid="content-cards">
      {calendars.map((calendar) => (
        <CalendarCard key={calendar.part} id={id} calendar={calendar} />
      ))}
      {reports.map((report) => (
        <ReportCard key={report.part} id={id} report={report} />
      ))}
      {seals.map((seal) => (
        <SealCard key={seal.part} id={id} seal={seal} />
      ))}
      {tnef.map((content) => (
        <TnefCard key={content.part} id={id} content={content} />
      ))}
    </div>
  );
}
