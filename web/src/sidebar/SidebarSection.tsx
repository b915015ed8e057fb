import type { ReactNode } from "react";

interface SidebarSectionProps {
  title: string;
  testId: string;
  children: ReactNode;
}

export function SidebarSection({ title, testId, children }: SidebarSectionProps) {
  return (
    <section className="sidebar-section" aria-label={title} data-testid={testId}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
