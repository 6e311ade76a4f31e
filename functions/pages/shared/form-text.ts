/** What stands in a field of a form, without blanks around it; undefined when it is empty. */
export function readField(form: HTMLFormElement, name: string): string | undefined {
  const value = new FormData(form).get(name);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
