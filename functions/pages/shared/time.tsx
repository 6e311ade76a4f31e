import { formatDay, formatTime } from './format.ts';

interface Props {
  readonly at: string | null;
  /** What stands for no instant. */
  readonly none?: string;
  /** To the minute instead of to the day. */
  readonly exact?: boolean;
}

/** An instant for people, and in full for machines and whoever points at it. */
export function Time({ at, none = '–', exact = false }: Props) {
  if (at === null) return <span class="soft">{none}</span>;
  return (
    <time dateTime={at} title={at}>
      {exact ? formatTime(at) : formatDay(at)}
    </time>
  );
}
