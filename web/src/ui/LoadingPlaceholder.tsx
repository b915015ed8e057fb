import "./loading.css";

/** Quiet bars in the place of what is on its way. */
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
