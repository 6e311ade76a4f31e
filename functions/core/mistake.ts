/** A field of a request that does not fit what it names; `path` leads to it. */
export interface Mistake {
  readonly path: readonly (string | number)[];
  readonly detail: string;
}
