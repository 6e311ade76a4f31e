/** What stands in a field of a form, without blanks around it; undefined when it is empty. */
export function readField(form: HTMLFormElement, name: string): string | undefined {
  const value = new FormData(form).get(name);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** What a field lists, without blanks around each; undefined when it is empty. */
export function readList(form: HTMLFormElement, name: string, between: string | RegExp = ','): string[] | undefined {
  return readField(form, name)
    ?.split(between)
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
