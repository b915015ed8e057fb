import "./loading.css";

/** Placeholder bars for content that is loading. */
export function LoadingPlaceholder() {
  return (
    <div className="pending" role="status" aria-label="Loading">
      <span />
      <span />
      <span />
      <span />
    </div>
  );
}
