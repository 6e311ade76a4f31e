import type { Mistake } from '../core/mistake.ts';
import { type Refusal, refuse } from '../core/refusal.ts';
import { type ShapeError, toPointer } from './shape.ts';

/** Mistakes with their places written as pointers. */
export function pointAt(mistakes: readonly Mistake[]): readonly ShapeError[] {
  return mistakes.map(({ path, detail }) => ({ pointer: toPointer(path), detail }));
}

/** `request_invalid` with every mistake; null when there is none. */
export function refuseMistakes(mistakes: readonly Mistake[]): Refusal | null {
  return mistakes.length === 0 ? null : refuse('request_invalid', { errors: pointAt(mistakes) });
}
