/** Asks why; every instruction has a reason (R9.4). */
export function ReasonField() {
  return (
    <label>
      Reason
      <textarea name="reason" required maxLength={500} rows={3} />
      <span class="hint">The audit keeps it for good. No names and no e-mail addresses, please.</span>
    </label>
  );
}
