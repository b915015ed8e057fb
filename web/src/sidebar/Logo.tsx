/** The Mailglass logo: an envelope under a lens. */
export function Logo({ size }: { size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" aria-hidden>
      <path d="M18 11V6.5H3v11h8M3 6.5l7.5 6 7.5-6" strokeLinejoin="round" strokeLinecap="round" />
      <circle cx="16.5" cy="16" r="3.6" />
      <path d="m19.2 18.7 2.6 2.6" strokeLinecap="round" />
    </svg>
  );
}
