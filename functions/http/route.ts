import type * as v from 'valibot';
import type { Instant } from '../core/instant.ts';
import type { Refusal } from '../core/refusal.ts';
import type { Access, Actor } from './access.ts';
import type { HttpAnswer } from './answer.ts';
import type { ShapeError } from './shape.ts';

/** How the gateway names a route: `POST /v1/licenses/{id}/block`. */
export type RouteKey = `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;

/** What a call takes; the handler and the OpenAPI document read the same contract. */
export interface Contract {
  readonly body?: v.GenericSchema;
  readonly query?: v.GenericSchema;
  /** Path parameters. A wrong one names nothing that exists (`not_found`), or in a `PUT` what may not be made. */
  readonly path?: v.GenericSchema;
  /** Whose API key is needed; none for calls of applications. */
  readonly access?: Access;
}

type ActorOf<A> = A extends Access ? Actor : null;
type Value<S> = S extends v.GenericSchema ? v.InferOutput<S> : undefined;

/** A request whose every part has been checked. */
export interface HttpRequest<C extends Contract = Contract> {
  readonly body: Value<C['body']>;
  readonly query: Value<C['query']>;
  readonly path: C['path'] extends v.GenericSchema ? v.InferOutput<C['path']> : Readonly<Record<string, string>>;
  /** Header names are lower-case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The caller's address, as the gateway saw it. */
  readonly source: string;
  readonly requestId: string;
  /** The time of this request, read once. */
  readonly now: Instant;
  /** Who calls, where the contract asks for a key. */
  readonly actor: ActorOf<C['access']>;
}

/**
 * Looks for mistakes beyond the shape in a body whose shape is wrong, so that all are told at once. It takes nothing in
 * the body for granted.
 */
export type FindMore = (
  body: unknown,
  path: Readonly<Record<string, string>>,
) => Promise<readonly ShapeError[]> | readonly ShapeError[];

/** A contract with what it does; `respond` is called with checked requests only. */
export interface Route<C extends Contract = Contract> {
  readonly contract: C;
  readonly findMore?: FindMore | undefined;
  respond(request: HttpRequest<C>): Promise<HttpAnswer | Refusal> | HttpAnswer | Refusal;
}

/** Puts a contract and its answer together, so that `respond` sees the types of the contract's schemas. */
export function route<const C extends Contract>(contract: C, respond: Route<C>['respond'], findMore?: FindMore): Route {
  // A request is checked against this very contract before `respond` sees it.
  return { contract, respond, findMore };
}
