import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type Plain, toAttribute } from './attribute.ts';

/** Steps to an attribute, outermost first. */
export type Path = readonly string[];

/** The parts of a request that an expression fills. */
export interface WrittenExpression {
  UpdateExpression?: string;
  ConditionExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, AttributeValue>;
}

/** Collects the changes and conditions of one write, with placeholders for every name and value. */
export class Expression {
  private readonly sets: string[] = [];
  private readonly removes: string[] = [];
  private readonly conditions: string[] = [];
  private readonly names = new Map<string, string>();
  private readonly values: Record<string, AttributeValue> = {};

  /** The placeholder of a path. */
  name(path: Path): string {
    return path
      .map((step) => {
        const known = this.names.get(step);
        if (known !== undefined) return known;
        const placeholder = `#${this.names.size}`;
        this.names.set(step, placeholder);
        return placeholder;
      })
      .join('.');
  }

  /** The placeholder of a value. */
  value(value: Plain): string {
    const placeholder = `:${Object.keys(this.values).length}`;
    this.values[placeholder] = toAttribute(value);
    return placeholder;
  }

  /** Sets an attribute, or removes it when the value is null. */
  set(path: Path, value: Plain): this {
    if (value === null || value === undefined) this.removes.push(this.name(path));
    else this.sets.push(`${this.name(path)} = ${this.value(value)}`);
    return this;
  }

  /** Sets an attribute that is absent, and leaves one that is there. */
  keep(path: Path, value: Plain): this {
    const name = this.name(path);
    this.sets.push(`${name} = if_not_exists(${name}, ${this.value(value)})`);
    return this;
  }

  /** Adds to a number that may be absent. */
  add(path: Path, delta: number): this {
    if (delta === 0) return this;
    const name = this.name(path);
    this.sets.push(`${name} = if_not_exists(${name}, ${this.value(0)}) + ${this.value(delta)}`);
    return this;
  }

  /** Demands that a condition holds. */
  demand(condition: string): this {
    this.conditions.push(condition);
    return this;
  }

  /** Demands that an attribute is as it was read; null stands for absent. */
  demandEqual(path: Path, value: Plain): this {
    const name = this.name(path);
    if (value === null || value === undefined) return this.demand(`attribute_not_exists(${name})`);
    return this.demand(`${name} = ${this.value(value)}`);
  }

  get changes(): boolean {
    return this.sets.length + this.removes.length > 0;
  }

  write(): WrittenExpression {
    const update = [
      ...(this.sets.length > 0 ? [`SET ${this.sets.join(', ')}`] : []),
      ...(this.removes.length > 0 ? [`REMOVE ${this.removes.join(', ')}`] : []),
    ].join(' ');
    return {
      ...(update !== '' && { UpdateExpression: update }),
      ...(this.conditions.length > 0 && { ConditionExpression: this.conditions.join(' AND ') }),
      ...(this.names.size > 0 && {
        ExpressionAttributeNames: Object.fromEntries([...this.names].map(([name, at]) => [at, name])),
      }),
      ...(Object.keys(this.values).length > 0 && { ExpressionAttributeValues: this.values }),
    };
  }
}
