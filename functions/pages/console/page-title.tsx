import { PageTitle as Title } from '../shared/page-title.tsx';

/** The heading of a view of the console; its tab names the program, as operators have many open. */
export function PageTitle({ children }: { readonly children: string }) {
  return <Title tab={`${children} · Latchkey`}>{children}</Title>;
}
