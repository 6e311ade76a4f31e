import * as v from 'valibot';
import { closed } from './closed.ts';
import { platform } from './device.ts';
import { distinct } from './number.ts';
import { id, text } from './text.ts';

const described = {
  name: text(200),
  family: id,
  seatClass: id,
  platforms: distinct(platform, 32, 1),
};

/** `PUT /v1/products/{id}`; a body may repeat the id, so that what was read can be sent back. */
export const productRequest = closed({
  id: v.exactOptional(id),
  ...described,
  components: v.optional(distinct(id, 64), []),
});

/** A product as it is answered. */
export const productAnswer = closed({ id, ...described, components: v.array(id) });

export type ProductAnswer = v.InferOutput<typeof productAnswer>;
